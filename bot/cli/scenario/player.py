"""Plays the script: what is due by an instant, in order, by everybody whom nobody else plays."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import structlog

from bot.cli.scenario.acts import Settle
from bot.cli.scenario.cast import CAST
from bot.cli.scenario.steps import Step
from bot.sandbox.refusals import NotShown
from bot.sandbox.workspace import Workspace

log = structlog.get_logger()


class Player:
    """Drives the people of a workspace through a script, each step once.

    Whoever is taken over is left alone: for good by `leave_out`, for the rest of their day by `taken_over`. Until
    anybody is, a step that cannot be carried out is `NotShown`; from then on it is passed over, since whoever
    plays along has changed what it stands on.
    """

    def __init__(self, workspace: Workspace, settle: Settle, script: Sequence[Step]) -> None:
        self._workspace, self._settle = workspace, settle
        self._script = sorted(script, key=lambda step: step.at)
        self._next = 0
        self._left_out: set[str] = set()
        self._taken: dict[str, date] = {}

    def leave_out(self, handles: Collection[str]) -> None:
        """These are played by somebody else from now on."""
        self._left_out |= set(handles)

    def taken_over(self, handle: str) -> None:
        """Somebody has just acted as this person: the script goes on with them tomorrow, by their own clock."""
        self._taken[handle] = _day(handle, self._workspace.clock.now())

    def next_instant(self) -> datetime | None:
        """When the next step is due, in its actor's zone; None when the script is over."""
        return self._script[self._next].at if self._next < len(self._script) else None

    async def play(self, until: datetime) -> bool:
        """Play everything due by an instant; whether there was anything. The clock has to be there already."""
        before = self._next
        while (at := self.next_instant()) is not None and at <= until:
            step = self._script[self._next]
            self._next += 1
            if self._is_played(step):
                await self._carry_out(step)
        return self._next > before

    def _is_played(self, step: Step) -> bool:
        return step.who not in self._left_out and self._taken.get(step.who) != step.at.date()

    async def _carry_out(self, step: Step) -> None:
        person = self._workspace.person(step.who)
        try:
            for act in step.acts:
                await act.carry_out(person, self._settle)
        except NotShown as missing:
            if not (self._left_out or self._taken):
                raise NotShown(f"{step.at:%a %d %b %H:%M} {step.who}: {missing}") from missing
            log.debug("step passed over", at=step.at.isoformat(), who=step.who)
            if person.modal is not None:
                await person.close_modal(everything=True)


def _day(handle: str, instant: datetime) -> date:
    return instant.astimezone(ZoneInfo(CAST[handle].zone)).date()
