"""Reading the whole directory: its pages, its waits, and what is kept when Slack stops answering."""

from sqlalchemy import func, select

from bot.people import queries
from bot.people.directory import PAGE, Directory
from bot.people.models import Person, Standing
from bot.sandbox.ids import USLACKBOT


async def persons_kept(database) -> int:
    async with database.reading() as session:
        return await session.scalar(select(func.count()).select_from(Person))


async def read_at(database, workspace):
    async with database.reading() as session:
        return (await queries.workspace(session, workspace.id)).directory_read_at


async def standing_of(database, workspace, slack_id):
    async with database.reading() as session:
        return (await queries.known(session, workspace.id, [slack_id]))[slack_id].standing


def seconds_waited(into):
    async def pause(seconds):
        into.append(seconds)

    return pause


def fill(slack, count):
    """So many people that, with Slackbot and the bot, the workspace has `count` users."""
    for number in range(count - len(slack.users)):
        slack.add_person(f"person{number}")


async def test_every_page_is_kept_and_the_directory_counts_as_read(
    database, clock, client, slack, workspace
) -> None:
    fill(slack, 2 * PAGE + 1)
    assert await Directory(database, clock).read(client, workspace.id) == 2 * PAGE + 1
    assert await persons_kept(database) == 2 * PAGE + 1
    assert await read_at(database, workspace) == clock.now()
    assert [call.arguments["limit"] for call in slack.calls] == [str(PAGE)] * 3


async def test_too_many_calls_on_the_second_page_is_waited_out_as_long_as_slack_asks(
    database, clock, client, slack, workspace
) -> None:
    fill(slack, PAGE + 50)
    waited = []

    async def slack_has_enough(*_):
        slack.faults.rate_limit("users.list", retry_after=7, times=2)

    await Directory(database, clock).one_person(client, workspace.id, slack.person("person0").id)
    slack.person("person0").name = "Renamed"
    directory = Directory(database, clock, [slack_has_enough], seconds_waited(waited))
    assert await directory.read(client, workspace.id) == PAGE + 50
    assert waited == [7.0, 7.0]
    assert [call.status for call in slack.calls if call.method == "users.list"] == [200, 429, 429, 200]


async def test_a_failure_on_the_second_page_keeps_the_first_and_does_not_count_as_read(
    database, clock, client, slack, workspace
) -> None:
    fill(slack, PAGE + 50)

    async def slack_breaks(*_):
        slack.faults.server_error("users.list", status=500)

    await Directory(database, clock).one_person(client, workspace.id, slack.person("person0").id)
    slack.person("person0").name = "Renamed"
    assert await Directory(database, clock, [slack_breaks]).read(client, workspace.id) == PAGE
    assert await persons_kept(database) == PAGE
    assert await read_at(database, workspace) is None


async def test_slack_is_not_waited_for_without_end(database, clock, client, slack, workspace) -> None:
    slack.faults.rate_limit("users.list", retry_after=1, times=1000)
    waited = []
    assert await Directory(database, clock, (), seconds_waited(waited)).read(client, workspace.id) == 0
    assert len(waited) < 100


async def test_a_revoked_token_reads_nobody(database, clock, client, slack, workspace) -> None:
    slack.faults.revoked = True
    assert await Directory(database, clock).read(client, workspace.id) == 0


async def test_guests_bots_and_the_deactivated_are_kept_and_are_no_members(
    database, clock, client, slack, workspace
) -> None:
    guest, other_bot = slack.add_person("guest", guest=True), slack.add_person("robot", bot=True)
    gone, alice = slack.add_person("gone"), slack.add_person("alice")
    gone.deleted = True
    await Directory(database, clock).read(client, workspace.id)
    found = {user.id: await standing_of(database, workspace, user.id) for user in slack.users}
    assert found == {
        USLACKBOT: Standing.BOT,
        slack.bot_user.id: Standing.BOT,
        guest.id: Standing.GUEST,
        other_bot.id: Standing.BOT,
        gone.id: Standing.DEACTIVATED,
        alice.id: Standing.MEMBER,
    }


async def test_reading_again_changes_nothing_and_tells_nobody(database, clock, client, slack, workspace) -> None:
    fill(slack, 10)
    told = []

    async def tell(session, person, change, now):
        told.append(change)

    directory = Directory(database, clock, [tell])
    assert await directory.read(client, workspace.id) == await directory.read(client, workspace.id) == 10
    assert (await persons_kept(database), told) == (10, [])


async def test_somebody_unknown_is_asked_for_by_id(database, clock, client, slack, workspace) -> None:
    alice = slack.add_person("alice", zone="America/New_York")
    person = await Directory(database, clock).one_person(client, workspace.id, alice.id)
    assert (person.slack_id, person.name, person.zone.key) == (alice.id, "Alice", "America/New_York")
    assert await standing_of(database, workspace, alice.id) is Standing.MEMBER


async def test_somebody_slack_does_not_know_is_nobody(database, clock, client, workspace) -> None:
    assert await Directory(database, clock).one_person(client, workspace.id, "UNOBODY") is None
    assert await persons_kept(database) == 0
