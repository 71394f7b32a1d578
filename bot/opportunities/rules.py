"""What an opportunity is called, and what is asked of who names none."""

SAY_WHAT = "What have you noticed? Please write a few words."


def name(number: int) -> str:
    """How people call it, such as O7."""
    return f"O{number}"
