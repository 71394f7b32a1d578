"""How moods are said: five faces, each with its words."""

MOODS = {
    5: "😀 Very good",
    4: "🙂 Good",
    3: "😐 All right",
    2: "🙁 Not so good",
    1: "😞 Very bad",
}
NONE = "none"
"""The value of “–”, the choice of who would rather say nothing."""
