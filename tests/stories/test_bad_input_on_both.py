"""Text that PostgreSQL does not take and SQLite does, or the other way round, from wherever it may come."""

import pytest

from tests.stage import Stage, everything_in


@pytest.mark.parametrize("sign", ["\x00", "\ud800"])
async def test_what_a_database_does_not_take_is_taken_from_commands_and_forms(stage: Stage, sign: str) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    for typed in (f"be{sign}fore", f"@bo{sign}b x", f"@{sign} x", f"@bob {sign}"):
        for word in ("add", "note", "action", "agenda", "with", "history", "pause", ""):
            answer = await stage.person("ana").command("/1on1", f"{word} {typed}".strip())
            assert "Something went wrong" not in answer.text
            assert not answer.timed_out
    await stage.settle()
    await stage.person("ana").close_modal(everything=True)
    for typed, field in (("add", "topic"), ("note", "text"), ("action", "text"), ("history", "search")):
        await stage.command("ana", "/1on1", typed)
        assert not (await stage.submit("ana", {field: f"af{sign}ter"})).errors
    await stage.command("bob", "/1on1", "agenda")
    assert everything_in(stage.person("bob").modal.blocks).count("af\ufffdter") == 3


async def test_a_forged_person_is_unknown(stage: Stage) -> None:
    await stage.command("ana", "/1on1", "with")
    forged = stage.person("ana").draft_submission()
    forged["view"]["state"]["values"]["partner"]["input"]["selected_user"] = "U\x00NOBODY"
    told = (await stage.person("ana").deliver(forged)).body["errors"]["partner"]
    assert told == "I don’t know that person. Please choose a member of this workspace."
