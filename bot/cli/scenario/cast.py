"""Who plays in “a sprint of two teams”, where they are, and the workspace before anybody does anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.catalogue import SURFACE
from bot.clock import Clock
from bot.sandbox.workspace import Workspace
from bot.slack.manifest import manifest

BERLIN, LONDON, LOS_ANGELES = "Europe/Berlin", "Europe/London", "America/Los_Angeles"
KOLKATA, TOKYO = "Asia/Kolkata", "Asia/Tokyo"

BEGINS = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)
"""Friday 20 March 2026, ten in Berlin: people set things up. The sprint: Monday 23 March to Friday 3 April."""
ENDS = datetime(2026, 4, 4, 16, 0, tzinfo=UTC)
"""The Saturday after, when the last day is over everywhere."""


@dataclass(frozen=True)
class Member:
    """One of the cast: how they are mentioned, their name, and the zone whose wall clock their steps go by."""

    handle: str
    name: str
    zone: str
    is_admin: bool = False


CAST: Mapping[str, Member] = {
    one.handle: one
    for one in (
        Member("ana", "Ana Lima", BERLIN),
        Member("bob", "Bob Okafor", BERLIN),
        Member("carol", "Carol Chen", LOS_ANGELES),
        Member("dev", "Dev Patel", KOLKATA),
        Member("emi", "Emi Sato", TOKYO, is_admin=True),
        Member("finn", "Finn Walsh", LONDON),
        Member("gabi", "Gabi Moreno", BERLIN),
        Member("hugo", "Hugo Klein", BERLIN),
    )
}
CHANNELS: Mapping[str, tuple[str, ...]] = {
    "general": tuple(CAST),
    "falcon": ("ana", "bob", "carol", "dev", "emi", "hugo"),
    "otter": ("ana", "carol", "finn", "gabi"),
    "demo-day": tuple(CAST),
}
GROUP = "otter-team"
IN_GROUP = ("ana", "carol", "finn")
"""Gabi joins it in the second week."""


def example_workspace(clock: Clock) -> Workspace:
    """The people, the channels and the user group; the bot is installed and in no channel yet."""
    workspace = Workspace(clock, manifest=manifest(SURFACE), name="Example team")
    for one in CAST.values():
        workspace.add_person(one.handle, one.name, zone=one.zone, admin=one.is_admin)
    for name, members in CHANNELS.items():
        workspace.add_channel(name, members=members)
    workspace.add_user_group(GROUP, IN_GROUP, "Team Otter")
    return workspace
