"""Reading rosters from Slack: pages, waits, failures, strangers, and how many calls it takes."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.people.directory import Directory
from bot.people.models import Workspace
from bot.sandbox.clock import MovableClock
from bot.sandbox.server import SandboxServer
from bot.sandbox.workspace import Workspace as Slack
from bot.slack.client import Clients
from bot.slack.desk import Desk
from bot.slack.requests import EventRequest
from bot.teams import queries
from bot.teams.listeners import surface
from bot.teams.models import RosterSource
from bot.teams.reading import MOST_ASKED, PAGE, Rosters
from tests.teams.conftest import NOW, Office


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(NOW)


@pytest.fixture
def slack(clock: MovableClock) -> Slack:
    return Slack(clock)


@pytest.fixture
async def client(slack: Slack) -> AsyncIterator[AsyncWebClient]:
    async with SandboxServer(slack) as server, Clients(server.api_url) as clients:
        yield clients.of(slack.bot_token)


@pytest.fixture
async def office(database, clock, slack, client) -> Office:
    """The people of a sandbox as rows: Ana, who leads."""
    async with database.transaction() as session:
        row = Workspace(slack_id=slack.team_id, name="Acme", bot_user=slack.bot_user.id)
        session.add(row)
    made = Office(database, row.id)
    ana = slack.add_person("ana", "Ana")
    made.people["ana"] = await Directory(database, clock).one_person(client, row.id, ana.id)
    slack.calls.clear()
    return made


@pytest.fixture
def waited() -> list[float]:
    return []


@pytest.fixture
def rosters(database, clock, told, waited) -> Rosters:
    async def pause(seconds: float) -> None:
        waited.append(seconds)

    return Rosters(database, clock, Directory(database, clock), [told], pause)


def crowd(slack, count: int) -> list[str]:
    return [slack.add_person(f"person{number}").id for number in range(count)]


def calls(slack) -> Counter[str]:
    """How often the bot called each method since this was last asked."""
    made = Counter(call.method for call in slack.calls)
    slack.calls.clear()
    return made


async def following(office, rosters, client, slack, handle="alpha", *members: str) -> object:
    """A team that follows a user group, which is known."""
    group = slack.add_user_group(handle, members)
    await rosters.read_groups(client, office.workspace_id)
    team = await office.form("Alpha", members=[], source=RosterSource.USER_GROUP, group_id=group)
    slack.calls.clear()
    return team


async def test_a_group_of_1200_is_read_whole_in_one_call_and_its_people_in_pages(
    office, rosters, client, slack, told
) -> None:
    team = await following(office, rosters, client, slack, "alpha", *crowd(slack, 1200))
    assert await rosters.read_due(client, office.workspace_id) == 1
    assert len(await office.roster(team)) == 1200
    pages = -(-len(slack.users) // PAGE)
    assert calls(slack) == {"usergroups.users.list": 1, "users.list": pages}
    assert (told.teams, (await office.now(team)).roster_due_at) == (["Alpha"], None)
    assert await rosters.read_due(client, office.workspace_id) == 0
    assert calls(slack) == {}


async def test_an_event_that_names_500_of_1200_has_them_all_read(office, rosters, client, slack, clock) -> None:
    people = crowd(slack, 1200)
    team = await following(office, rosters, client, slack, "alpha", *people[:1100])
    await rosters.read_due(client, office.workspace_id)
    slack.change_user_group("alpha", people[100:])
    clock.advance(timedelta(minutes=5))
    calls(slack)
    shown = {
        "id": team.group_id,
        "handle": "alpha",
        "date_update": 2e9,
        "users": people[100:600],
        "user_count": 1100,
    }
    for key in ("event:1", "event:1", "event:2"):
        heard = EventRequest(slack.team_id, "", key, event={"type": "subteam_updated", "subteam": shown})
        await surface([]).events["subteam_updated"](heard, Desk(office.database, clock))
    assert len(await office.roster(team)) == 1100
    assert await rosters.read_due(client, office.workspace_id) == 1
    assert len(await office.roster(team)) == 1100
    async with office.database.reading() as session:
        seats = (await queries.seats(session, team.id)).values()
    assert len([seat for seat, _ in seats if seat.left_at is not None]) == 100
    assert calls(slack) == {"usergroups.users.list": 1}, "three deliveries, one call"


async def test_a_channel_of_1200_is_read_in_pages(office, rosters, client, slack, clock) -> None:
    channel = slack.add_channel("alpha", members=[*crowd(slack, 1200), slack.bot_user])
    await Directory(office.database, clock).read(client, office.workspace_id)
    calls(slack)
    team = await office.form("Alpha", members=[], source=RosterSource.CHANNEL, channel=channel.id)
    await rosters.read_due(client, office.workspace_id)
    assert len(await office.roster(team)) == 1200
    assert calls(slack) == {"conversations.members": 7}


async def test_what_two_teams_follow_is_read_once(office, rosters, client, slack) -> None:
    team = await following(office, rosters, client, slack, "alpha", *crowd(slack, 2))
    await office.form("Beta", members=[], source=RosterSource.USER_GROUP, group_id=team.group_id)
    assert await rosters.read_due(client, office.workspace_id) == 2
    assert calls(slack) == {"usergroups.users.list": 1, "users.info": 2}


async def test_a_few_strangers_are_asked_for_one_by_one_and_guests_left_out(
    office, rosters, client, slack
) -> None:
    guest = slack.add_person("gus", guest=True)
    team = await following(office, rosters, client, slack, "alpha", guest.id, *crowd(slack, 3))
    await rosters.read_due(client, office.workspace_id)
    assert calls(slack) == {"usergroups.users.list": 1, "users.info": 4}
    assert await office.roster(team) == ["Person0", "Person1", "Person2"]
    assert (await office.now(team)).guests_left_out == 1


async def test_whoever_could_not_be_asked_for_yet_is_asked_for_next_time(
    office, rosters, client, slack, clock
) -> None:
    team = await following(office, rosters, client, slack, "alpha", *crowd(slack, MOST_ASKED + 5))
    slack.faults.refuse("users.list", "internal_error")
    await rosters.read_due(client, office.workspace_id)
    assert len(await office.roster(team)) == MOST_ASKED
    clock.set((await office.now(team)).roster_due_at)
    await rosters.read_due(client, office.workspace_id)
    assert len(await office.roster(team)) == MOST_ASKED + 5
    assert (await office.now(team)).roster_due_at is None


async def test_too_many_calls_are_waited_out_as_long_as_slack_asks(office, rosters, client, slack, waited) -> None:
    team = await following(office, rosters, client, slack, "alpha", *crowd(slack, 2))
    slack.faults.rate_limit("usergroups.users.list", retry_after=7, times=2)
    await rosters.read_due(client, office.workspace_id)
    assert (waited, len(await office.roster(team))) == ([7.0, 7.0], 2)


@pytest.mark.parametrize(
    ("error", "again"),
    [("internal_error", True), ("no_such_subteam", False), ("missing_scope", False), ("token_revoked", True)],
)
async def test_a_failure_leaves_the_roster_as_it_was(office, rosters, client, slack, clock, error, again) -> None:
    team = await following(office, rosters, client, slack, "alpha", *crowd(slack, 2))
    await rosters.read_due(client, office.workspace_id)
    slack.change_user_group("alpha", ["person0"])
    async with office.database.transaction() as session:
        await queries.set_due(session, team.id, NOW)
    slack.faults.refuse("usergroups.users.list", error)
    assert await rosters.read_due(client, office.workspace_id) == 0
    assert len(await office.roster(team)) == 2
    due = (await office.now(team)).roster_due_at
    assert (due is not None) == again
    if due is not None:
        clock.set(due)
        assert await rosters.read_due(client, office.workspace_id) == 1
        assert await office.roster(team) == ["Person0"]


async def test_a_page_that_fails_in_the_middle_takes_nobody_out(office, rosters, client, slack, clock) -> None:
    channel = slack.add_channel("alpha", members=crowd(slack, PAGE + 1))
    team = await office.form("Alpha", members=[], source=RosterSource.CHANNEL, channel=channel.id)
    await rosters.read_due(client, office.workspace_id)
    async with office.database.transaction() as session:
        await queries.set_due(session, team.id, NOW)
    broken = PagesThatBreak(client)
    assert await rosters.read_due(broken, office.workspace_id) == 0
    assert (broken.pages, len(await office.roster(team))) == (2, PAGE + 1)


class PagesThatBreak:
    """A client that gives the first page of a channel's members, and then none."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self.pages = 0

    async def conversations_members(self, **how: object) -> object:
        self.pages += 1
        if self.pages == 2:
            raise TimeoutError
        return await self._client.conversations_members(**how)


async def test_the_night_reads_everything_that_is_followed_and_nothing_else(
    office, rosters, client, slack, clock
) -> None:
    team = await following(office, rosters, client, slack, "alpha", *crowd(slack, 2))
    await office.form("Beta", "ana")
    await rosters.read_due(client, office.workspace_id)
    slack.change_user_group("alpha", ["person1", "ana"])
    calls(slack)
    clock.advance(timedelta(hours=1))
    await rosters.read_all(client, office.workspace_id)
    assert await office.roster(team) == ["Ana", "Person1"]
    assert calls(slack) == {"usergroups.list": 1, "usergroups.users.list": 1}


async def test_a_group_that_slack_lists_no_more_is_switched_off(office, rosters, client, slack) -> None:
    team = await following(office, rosters, client, slack, "alpha", *crowd(slack, 2))
    slack.add_user_group("beta", ["ana"])
    del slack.groups.all[team.group_id]
    await rosters.read_groups(client, office.workspace_id)
    async with office.database.reading() as session:
        known = await queries.known_groups(session, office.workspace_id)
    assert [(group.handle, group.is_disabled) for group in known] == [("alpha", True), ("beta", False)]


async def test_another_source_chosen_while_the_old_one_is_read_counts(
    office, rosters, client, slack, clock
) -> None:
    team = await following(office, rosters, client, slack, "alpha", *crowd(slack, 2))
    channel = slack.add_channel("other", members=["ana"])

    async def meanwhile(_: float) -> None:
        async with office.database.transaction() as session:
            held = await queries.team_to_change(session, team.id)
            held.roster_source, held.group_id, held.channel = RosterSource.CHANNEL, None, channel.id
            held.roster_due_at = NOW

    slack.faults.rate_limit("usergroups.users.list", retry_after=1)
    interrupted = Rosters(office.database, clock, Directory(office.database, clock), pause=meanwhile)
    assert await interrupted.read_due(client, office.workspace_id) == 0
    assert await office.roster(team) == []
    assert await rosters.read_due(client, office.workspace_id) == 1
    assert await office.roster(team) == ["Ana"]
