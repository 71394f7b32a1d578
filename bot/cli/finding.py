"""What a check finds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """Whether one thing is well, and a sentence that says so or says what to do."""

    is_well: bool
    says: str


def well(sentence: str) -> Finding:
    """A thing that is as it should be."""
    return Finding(True, sentence)


def wrong(sentence: str) -> Finding:
    """A thing that needs somebody to do something."""
    return Finding(False, sentence)
