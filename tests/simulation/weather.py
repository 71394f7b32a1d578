"""What goes wrong, and when: drawn from the seed, a few kinds at a time, so that rare kinds meet one another."""

from dataclasses import dataclass
from random import Random

from bot.sandbox.faults import Fault

LATEST_ACCEPTANCE = 45.0
"""Seconds after which no call that we gave up on is still accepted; the bot looks for it after a minute."""


@dataclass(frozen=True)
class Fate:
    """What becomes of one call: seconds there and back, and what Slack or the network does to it."""

    out: float = 0.05
    back: float = 0.05
    fault: Fault | None = None
    is_lost: bool = False
    """It never arrives."""
    is_cut: bool = False
    """The connection ends before the answer."""
    is_refused: bool = False
    """There is no connection."""
    is_garbled: bool = False
    """The answer is a page of HTML."""


@dataclass(frozen=True)
class Spell:
    """A stretch of time (seconds of the run) in which something is down."""

    begins: float
    ends: float

    def covers(self, at: float) -> bool:
        return self.begins <= at < self.ends


CALLS = {
    "slow": lambda dice: Fate(dice.uniform(0.1, 4), dice.uniform(0.1, 4)),
    "late": lambda dice: Fate(dice.uniform(10.5, LATEST_ACCEPTANCE)),
    "limited": lambda dice: Fate(
        fault=Fault("rate_limit", "", 1, error="ratelimited", status=429, retry_after=dice.randint(1, 30))
    ),
    "failed": lambda dice: Fate(fault=Fault("server_error", "", 1, status=dice.choice([500, 502, 503]))),
    "failed after all": lambda dice: Fate(fault=Fault("server_error", "", 1, status=500, accepted=True)),
    "internal": lambda dice: Fate(
        fault=Fault("refuse", "", 1, error=dice.choice(["internal_error", "fatal_error"]))
    ),
    "cut before": lambda dice: Fate(is_lost=True, is_cut=True),
    "cut after": lambda dice: Fate(is_cut=True),
    "never answered": lambda dice: Fate(back=60),
    "never arrives": lambda dice: Fate(is_lost=True, back=60),
    "garbled": lambda dice: Fate(is_garbled=True),
}
BEGINS_AT = 300.0
"""Seconds in which people set up their rituals, and nothing goes wrong."""
ODDS = (0.005, 0.02, 0.08, 0.3)


class Weather:
    """The faults of one run of `seconds`; after `heal` there are none."""

    def __init__(self, seed: int, seconds: float) -> None:
        self.dice = dice = Random(f"weather {seed}")  # noqa: S311
        self.heals_at = seconds
        chosen = dice.sample(sorted(CALLS), dice.randint(0, 4))
        self.calls = {kind: dice.choice(ODDS) for kind in chosen}
        self.slack_down = self._spells(0.3, 3600)
        self.database_down = self._spells(0.3, 300)
        self.repeats = dice.choice((0, 0, 0.05, 0.5))
        self.lost_acks = dice.choice((0, 0, 0.05, 0.3))
        self.longest_delivery = dice.choice((0.05, 0.05, 1.0, 2.5))
        self.slow_statements = dice.choice((0, 0, 0.001, 0.02))
        self.unsure_commits = dice.choice((0, 0, 0.005, 0.03))
        self.crashes = dice.choice((0, 0, 1, 3, 8))
        self.pauses = dice.choice((0, 0, 0, 1, 3))
        self.skew = dice.choice((0.0, 0.0, 2.0, 5.0))

    def _spells(self, odds: float, longest: float) -> list[Spell]:
        if self.dice.random() > odds:
            return []
        begins = self.dice.uniform(BEGINS_AT, self.heals_at)
        return [Spell(begins, min(begins + self.dice.uniform(5, longest), self.heals_at))]

    def fate(self, at: float) -> Fate:
        """What becomes of a call made at this second of the run."""
        if not self.is_rough(at):
            return Fate()
        if any(spell.covers(at) for spell in self.slack_down):
            return Fate(is_refused=self.dice.random() < 0.5, is_lost=True, is_cut=True)
        for kind, odds in self.calls.items():
            if self.dice.random() < odds:
                return CALLS[kind](self.dice)
        return Fate(self.dice.uniform(0.01, 0.1), self.dice.uniform(0.01, 0.1))

    def database_is_down(self, at: float) -> bool:
        return self.is_rough(at) and any(spell.covers(at) for spell in self.database_down)

    def happens(self, odds: float, at: float) -> bool:
        """Whether something with these odds does; never once all is healed."""
        return odds > 0 and self.is_rough(at) and self.dice.random() < odds

    def is_rough(self, at: float) -> bool:
        """Whether anything may go wrong at this second of the run."""
        return BEGINS_AT <= at < self.heals_at
