"""Whatever people write, choose or are called, it calls nobody: not in the channel, not in anybody's messages."""

from typing import Any

from sqlalchemy import select

from bot.rituals.standup.models import Part, Question
from bot.sandbox.pings import rung
from tests.privacy.forging import Forger, choice, text
from tests.privacy.team_scene import FALCON, form_team
from tests.stage import MONDAY, Stage, everything_in

Json = dict[str, Any]
KINDS = ("reported", "skips", "Open blockers", "is off", "open for two working days", "Planning of", "is set up")
"""Words by which a message of each kind is known."""
PEOPLE = ("ana", "bob", "carol", "dan")


def calls(stage: Stage, group: str) -> str:
    """Text that would call everybody, somebody and a group, if it stood in mrkdwn."""
    carol = stage.person("carol").id
    return f"<!channel> <!here|here> <!everyone> <@{carol}> <@{carol}|c> <!subteam^{group}> @channel @here @carol"


def every_kind(stage: Stage, group: str) -> Json:
    """An editor's value with every element there is, and some there are not."""
    carol, words = stage.person("carol").id, calls(stage, group)
    inline: list[Json] = [
        {"type": "text", "text": words, "style": {"bold": True}},
        *({"type": "broadcast", "range": who} for who in ("channel", "here", "everyone")),
        {"type": "user", "user_id": carol, "style": {"italic": True}},
        {"type": "usergroup", "usergroup_id": group},
        {"type": "channel", "channel_id": stage.workspace.channel("falcon").id},
        {"type": "link", "url": "https://example.org/<!channel>", "text": words},
        {"type": "link", "url": f"<@{carol}>", "text": f"<@{carol}>"},
        {"type": "emoji", "name": f"<@{carol}>", "unicode": "1f600"},
        {"type": "date", "timestamp": 1772438400, "format": "{date}", "fallback": words},
        {"type": "color", "value": words},
        {"type": "team", "team_id": "T0", "text": words},
        {"type": "mystery", "elements": [{"type": "user", "user_id": carol}, {"type": "text", "text": words}]},
    ]
    section = {"type": "rich_text_section", "elements": inline}
    value = {
        "type": "rich_text",
        "elements": [
            section,
            {"type": "rich_text_list", "style": "bullet", "indent": 0, "elements": [section, section]},
            {"type": "rich_text_list", "style": "ordered", "indent": 1, "elements": [section]},
            {"type": "rich_text_quote", "elements": inline},
            {"type": "rich_text_preformatted", "elements": inline},
        ],
    }
    return {"input": {"type": "rich_text_input", "rich_text_value": value}}


async def form_noisy_team(stage: Stage, group: str) -> None:
    """Bob, who calls himself a channel, sets up a team with a name and questions that call everybody."""
    for handle in ("ana", "bob"):
        await stage.workspace.rename(handle, f"<!channel> {handle}")
    stage.workspace.add_channel("falcon", members=PEOPLE)
    stage.workspace.invite_bot("falcon")
    await stage.settle()
    people = {"lead": stage.person("bob").id, "members": [stage.person("ana").id, stage.person("bob").id]}
    await form_team(stage, "bob", FALCON | people | {"name": f"<!here> <!subteam^{group}>", "observers": []})
    await stage.command("bob", "/standup", "settings")
    await stage.click("bob", "modal", "Add question")
    chosen = {
        "kind": "One of several choices",
        "choices": f"{calls(stage, group)[:70]}\nNo",
        "required": "Optional",
    }
    assert not (await stage.submit("bob", chosen | {"text": calls(stage, group)[:140]})).errors
    await stage.person("bob").close_modal(everything=True)


async def asked(stage: Stage) -> tuple[str, list[int]]:
    """The day that is open, and what is asked on it."""
    async with stage.application.database.reading() as session:
        questions = (await session.scalars(select(Question.id).order_by(Question.place))).all()
        return str((await session.scalars(select(Part.occurrence_id))).first()), list(questions)


async def test_nothing_people_write_calls_anybody(stage: Stage) -> None:
    group = stage.workspace.add_user_group("everyone", PEOPLE)
    await form_noisy_team(stage, group)
    ana, bob = (
        Forger(stage, stage.workspace.team_id, stage.person(handle).id, handle) for handle in ("ana", "bob")
    )
    words, noisy = calls(stage, group), every_kind(stage, group)
    await ana.command("/sprint", f"goal {words}")
    await stage.travel_to(MONDAY.replace(minute=30))
    today, questions = await asked(stage)
    said = {f"question{number}": noisy for number in questions[:4]} | {f"question{questions[4]}": choice("0")}
    await ana.submit("standup.form", today, said)
    await bob.submit("standup.skip_form", today, {"reason": text(words)})
    await ana.command("/standup", f"blocker {words}")
    await ana.command("/sprint", f"opportunity {words}")
    await stage.settle()
    await stage.travel_to(MONDAY.replace(day=4, hour=12))
    await stage.command("bob", "/sprint", "calendar")
    await stage.click("bob", "modal", "Skip")
    shown = [
        one for channel in stage.workspace.channels.values() for one in channel.messages if not one.ephemeral_for
    ]
    falcon = stage.workspace.channel("falcon")
    kinds = (
        "reported",
        "skips",
        "Open blockers",
        "is off",
        "open for two working days",
        "Planning of",
        "is set up",
    )
    for kind in kinds:
        assert any(kind in everything_in(one) and "<!" in everything_in(one) for one in shown), f"no {kind}"
    assert [everything_in(one) for one in shown if rung(stage.workspace, falcon, one)] == []
    assert stage.person("carol").notifications == stage.person("dan").notifications == []
