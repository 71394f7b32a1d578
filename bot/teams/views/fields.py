"""The fields in which people say who is in a team."""

from collections.abc import Iterable, Sequence

from bot.slack.blocks import OPTIONS, Block, option
from bot.slack.inputs import field, people_select, radio, select, text_input
from bot.teams.models import RosterSource

MANY = "Type its handle, such as @design. There are more groups here than a menu takes."
LONGEST_HANDLE = 255


def roster_fields(
    source: RosterSource,
    group: str | None,
    members: Iterable[str],
    observers: Iterable[str],
    groups: Sequence[tuple[str, str]],
) -> list[Block]:
    """Where the members come from, which user group, who is in it by hand, and who only looks on.

    `groups` are those there are, as (Slack id, handle); `group` is the id of the one that is chosen.
    """
    return [
        field("source", "Where do the members come from?", radio(_sources(bool(groups)), source.value)),
        *_group_field(group, groups),
        field(
            "members",
            "Members by hand",
            people_select(members),
            optional=True,
            hint="With a user group or a channel: people who are in the team as well.",
        ),
        field(
            "observers",
            "Observers",
            people_select(observers),
            optional=True,
            hint="They see everything, are never asked, and do not count.",
        ),
    ]


def _sources(has_groups: bool) -> list[dict[str, object]]:
    by_group = option("A user group", RosterSource.USER_GROUP.value, "Follows the group; guests are left out")
    return [
        option("Chosen by hand", RosterSource.HAND.value, "Only those chosen below"),
        *([by_group] if has_groups else []),
        option("The team’s channel", RosterSource.CHANNEL.value, "Follows who is in it; guests are left out"),
    ]


def _group_field(group: str | None, groups: Sequence[tuple[str, str]]) -> list[Block]:
    """A menu, or a box to type the handle in when the menu cannot take them all."""
    if not groups:
        return []
    if len(groups) > OPTIONS:
        handle = next((f"@{handle}" for slack_id, handle in groups if slack_id == group), "")
        typed = text_input(handle, most=LONGEST_HANDLE, placeholder="@design")
        return [field("group", "User group", typed, optional=True, hint=MANY)]
    options = [option(f"@{handle}", slack_id) for slack_id, handle in groups]
    return [field("group", "User group", select(options, group), optional=True)]
