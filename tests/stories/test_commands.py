"""What people type after `/1on1`, and what they are answered."""

import pytest

from tests.stage import Stage, everything_in


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


async def test_help_lists_every_form_with_an_example(stage: Stage) -> None:
    for asked in ("help", "HELP", "help me", "?"):
        answer = await stage.command("ana", "/1on1", asked)
        for form in (
            "`/1on1 add [@bob] TOPIC`",
            "`/1on1 with @bob",
            "`/1on1 end [@bob]`",
            "/1on1 pause @bob until 7 Jan",
        ):
            assert form in everything_in(answer)


NOT_UNDERSTOOD = [
    ("agneda @bob", "I don’t know “agneda”. Did you mean: /1on1 agenda @bob"),
    ("cancle", "Did you mean: /1on1 skip @bob"),
    ("xyzzy <!channel>", "I don’t know “xyzzy”. Type /1on1 help"),
    ("@bob", "Please say what to do with @bob. For example: /1on1 agenda @bob"),
    ("@nobody", "Please say what to do with @nobody."),
    ("with bob weekly", "Please mention bob with an @, such as: /1on1 with @bob weekly Tue 10:00"),
    ("with @bob weekly Tue 25:00", "“25:00” is not a time of day. Try 10:00"),
    ("with @bob daily", "“daily” is not on offer. Choose weekly"),
    ("with @ana", "A 1-on-1 takes two. Please mention somebody else."),
    ("with @zed", "I don’t know “@zed”. Please type @ and choose a person from Slack’s list."),
    ("with @robot", "That is a bot. Please choose a person."),
    ("with @visitor", "Guests can’t take part"),
    ("with @gone", "Their account is deactivated. Please choose somebody else."),
    ("history", "You have no 1-on-1 yet. Set one up with: /1on1 with @bob"),
    ("note Something", "You have no 1-on-1 yet. Set one up with: /1on1 with @bob"),
    ("move @bob", "You have no 1-on-1 with Bob yet. Set one up with: /1on1 with @bob"),
    ("agenda @carol", "You have no 1-on-1 with Carol yet."),
]


async def test_what_is_not_understood_is_answered_in_private_and_given_back(stage: Stage) -> None:
    stage.workspace.add_person("robot", "Robot", bot=True)
    stage.workspace.add_person("visitor", "Visitor", guest=True)
    stage.workspace.add_person("gone", "Gone")
    await stage.workspace.deactivate("gone")
    await stage.application.read_directories()
    for typed, told in NOT_UNDERSTOOD:
        answer = await stage.command("ana", "/1on1", typed)
        assert told in answer.text
        assert f"/1on1 {typed}" in everything_in(answer).replace("@Bob", "@bob")
        assert stage.person("ana").modal is None
        assert not stage.person("bob").dm
