"""Everything that can go wrong, as one family.

DrumbeatError
├── Refusal                 what a person asked cannot be done; carries the sentence they read
│   └── FieldRefusal        the same, about one field of a form
├── ConfigurationError      the environment has mistakes; carries all of them at once
├── StaleSchema             the database is not at the version this code needs, or a backup nobody has told us of
├── StillInUse              a database that was put back cannot be taken over yet
└── ContentUnreadable       encrypted content that none of the configured keys opens
"""

from collections.abc import Sequence


class DrumbeatError(Exception):
    """Whatever this project raises on purpose."""


class Refusal(DrumbeatError):
    """A rule of the domain says no; `sentence` is shown to the person as it stands, so it says what to do next."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class FieldRefusal(Refusal):
    """A refusal about one field, shown under that field while a form is open."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class ConfigurationError(DrumbeatError):
    """The environment cannot be used; `mistakes` names each variable with its cure, never its value."""

    def __init__(self, mistakes: Sequence[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = tuple(mistakes)


class StaleSchema(DrumbeatError):
    """The database's schema is behind or ahead of the code; the message says which command mends it."""


class StillInUse(DrumbeatError):
    """A database cannot be taken over; the message says what has to be done first."""


class ContentUnreadable(DrumbeatError):
    """Stored content was encrypted with a key that is not among `ENCRYPTION_KEYS`."""
