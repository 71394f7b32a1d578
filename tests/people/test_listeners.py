"""What Slack's events about people and about the installation change, and that each counts once."""

import pytest

from bot.people import queries
from bot.people.listeners import surface
from bot.people.models import Person, Standing
from bot.sandbox.shapes import user_shape
from bot.slack.requests import event_request


@pytest.fixture
def told() -> list:
    return []


@pytest.fixture
def send(database, clock, workspace, desk, told):
    async def react(session, person, change, now):
        told.append(change)

    listeners = surface([react]).events

    async def send(kind: str, event_id: str = "Ev1", team: str | None = None, **event) -> None:
        body = {"team_id": team or workspace.slack_id, "event_id": event_id, "event": {"type": kind} | event}
        await listeners[kind](event_request(body), desk)

    return send


@pytest.fixture
def person_of(database, workspace):
    async def person_of(user) -> Person | None:
        async with database.transaction() as session:
            return await queries.person_by_slack_id(session, workspace.slack_id, user.id)

    return person_of


@pytest.fixture
def token(database, workspace):
    async def token() -> str | None:
        async with database.reading() as session:
            return (await queries.workspace(session, workspace.id)).bot_token

    return token


async def test_somebody_who_joins_is_known_at_once(send, slack, person_of) -> None:
    alice = slack.add_person("alice")
    await send("team_join", user=user_shape(alice))
    assert (await person_of(alice)).is_member


async def test_a_bot_that_changes_is_kept_though_it_is_no_member(send, slack, person_of) -> None:
    await send("user_change", user=user_shape(slack.bot_user))
    assert (await person_of(slack.bot_user)).standing is Standing.BOT


async def test_a_change_delivered_twice_is_told_once(send, slack, told) -> None:
    alice = slack.add_person("alice")
    await send("team_join", "Ev1", user=user_shape(alice))
    slack.deactivate(alice)
    for _ in range(2):
        await send("user_change", "Ev2", user=user_shape(alice))
    assert [change.was_deactivated for change in told] == [True]


async def test_a_delivery_that_came_before_does_nothing_even_if_it_says_something_else(
    send, slack, person_of
) -> None:
    alice = slack.add_person("alice")
    await send("team_join", "Ev1", user=user_shape(alice))
    slack.deactivate(alice)
    await send("user_change", "Ev1", user=user_shape(alice))
    assert (await person_of(alice)).is_member


@pytest.mark.parametrize("user", [None, "U1", {}, {"id": ""}, {"name": "nobody"}])
async def test_a_user_that_names_nobody_is_left_alone(send, user, told) -> None:
    await send("user_change", user=user)
    assert told == []


async def test_a_workspace_we_are_not_installed_in_is_nothing_to_us(send, slack, person_of) -> None:
    alice = slack.add_person("alice")
    await send("team_join", team="TELSEWHERE", user=user_shape(alice))
    assert await person_of(alice) is None


async def test_a_person_of_another_company_in_a_shared_channel_is_a_guest(send, slack, person_of) -> None:
    carol = slack.add_person("carol")
    await send("user_change", user=user_shape(carol) | {"team_id": "TPARTNER"})
    assert (await person_of(carol)).standing is Standing.GUEST


async def test_a_revoked_bot_token_is_forgotten(send, slack, token) -> None:
    await send("tokens_revoked", tokens={"oauth": [], "bot": [slack.bot_user.id]})
    assert await token() is None


async def test_a_revoked_token_of_one_user_leaves_ours(send, slack, token) -> None:
    await send("tokens_revoked", tokens={"oauth": ["U1"], "bot": []})
    assert await token() == slack.bot_token


async def test_an_uninstalled_app_forgets_its_token_and_keeps_the_people(send, slack, token, person_of) -> None:
    alice = slack.add_person("alice")
    await send("team_join", "Ev1", user=user_shape(alice))
    await send("app_uninstalled", "Ev2")
    assert await token() is None
    assert (await person_of(alice)).is_member


async def test_an_uninstall_delivered_again_leaves_the_token_of_a_new_installation(
    send, token, database, workspace
) -> None:
    await send("app_uninstalled", "Ev1")
    async with database.transaction() as session:
        (await queries.workspace(session, workspace.id)).bot_token = "xoxb-new"  # noqa: S105 not a real one
    await send("app_uninstalled", "Ev1")
    assert await token() == "xoxb-new"
