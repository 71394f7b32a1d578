"""What the two keep from each other: private notes, and their own words in their own hands."""

from bot.rituals.one_on_one.rules import NOT_YOURS
from tests.privacy import forging, offers
from tests.privacy.attempts import filled
from tests.privacy.forging import Forger
from tests.privacy.scene import CANARY, Scene, play, said_to, set_scene
from tests.privacy.test_strangers import in_session
from tests.stage import Stage, everything_in

PRIVATE = (f"{CANARY}-private-of-ana", f"{CANARY}-private-for-next")


def bob_of(scene: Scene) -> Forger:
    stage = scene.stage
    return Forger(stage, stage.workspace.team_id, stage.person("bob").id, "bob", scene.ids["one_on_one"])


async def test_the_other_s_private_notes_are_nowhere_to_be_seen(stage: Stage) -> None:
    await set_scene(stage)
    await stage.person("bob").open_home()
    await stage.travel(days=1)
    for command in ("", "agenda", "history"):
        await stage.command("bob", "/1on1", command)
        assert not any(secret in said_to(stage, "bob") for secret in PRIVATE), command
    for word in ("private-of-ana", "canary"):
        await stage.command("bob", "/1on1", "history @ana")
        await stage.submit("bob", {"search": word})
        assert not any(secret in said_to(stage, "bob") for secret in PRIVATE), f"searched for {word}"
        assert ("canary-private-of-bob" in _modal(stage)) is (word == "canary")
    await stage.person("bob").open_home()
    await stage.settle()
    assert not any(secret in said_to(stage, "bob") for secret in PRIVATE)
    await stage.command("ana", "/1on1", "history")
    assert PRIVATE[0] in everything_in(stage.person("ana").modal.source), "there is nothing to hide"


def _modal(stage: Stage) -> str:
    return everything_in(stage.person("bob").modal.source)


@in_session
async def test_bob_presses_everything_there_is_and_sees_no_private_note(pair: Scene) -> None:
    scene, stage = pair, pair.stage
    bob, shown = bob_of(scene), []
    for name, shapes in offers.ACTIONS.items():
        for value in filled(scene, bob, shapes):
            told = await bob.press(name, value, "one_on_one.agenda")
            shown += [f"{name} showed it"] if any(secret in told for secret in PRIVATE) else []
    await stage.settle()
    assert shown == []
    assert not any(secret in said_to(stage, "bob") for secret in PRIVATE)


@in_session
async def test_notes_and_the_words_and_place_of_topics_are_their_author_s_alone(pair: Scene) -> None:
    scene = pair
    bob, before = bob_of(scene), scene.owned()["note"]
    bobs = max(note["author_id"] for note in before)
    for note in (one for one in before if one["author_id"] != bobs):
        for what in ("edit", "delete"):
            assert NOT_YOURS in await bob.press("one_on_one.note", f"{what}:{note['id']}", "message")
        values = {"text": forging.text("x"), "visibility": forging.choice("shared")}
        assert NOT_YOURS in await bob.submit("one_on_one.edit_note", str(note["id"]), values)
    assert scene.owned()["note"] == before
    mine = next(one for one in before if one["author_id"] == bobs)
    await bob.press("one_on_one.note", f"delete:{mine['id']}", "message")
    assert scene.owned()["note"] == [one for one in before if one != mine]
    before = scene.owned()["item"]
    for item in before[:-1]:
        for told in await _attempts_to_reword(bob, item["id"]):
            assert "Only the person who brought a topic" in told
    assert scene.owned()["item"] == before
    await bob.submit("one_on_one.edit_topic", str(before[-1]["id"]), {"topic": forging.text("x")})
    assert scene.owned()["item"][:-1] == before[:-1]
    assert scene.owned()["item"] != before


async def _attempts_to_reword(bob: Forger, item: int) -> list[str]:
    told = [await bob.press("one_on_one.item", f"{what}:{item}", "message") for what in ("edit", "up", "down")]
    return [*told, await bob.submit("one_on_one.edit_topic", str(item), {"topic": forging.text("x")})]


async def test_topics_of_the_other_are_not_brought_over(stage: Stage) -> None:
    scene = await set_scene(stage)
    await stage.set_up_one_on_one("bob", "carol")
    bob, before = bob_of(scene), scene.owned()["item"]
    values = {
        "one_on_one": forging.choice(str(scene.ids["one_on_one"][0] + 1)),
        "topics": forging.choices([str(number) for number in scene.ids["item"]]),
    }
    told = await bob.submit("one_on_one.handover", str(scene.ids["one_on_one"][0]), values)
    assert f"{CANARY}-topic-of-bob" in told or f"{CANARY}-topic-of-bob" in said_to(stage, "bob")
    assert scene.owned()["item"][:-1] == before[:-1]
    await stage.command("carol", "/1on1", "agenda @bob")
    seen = said_to(stage, "carol")
    assert f"{CANARY}-topic-of-bob" in seen
    assert seen.count(CANARY) == seen.count(f"{CANARY}-topic-of-bob")


async def test_a_note_made_private_or_deleted_is_taken_back_from_where_the_other_saw_it(stage: Stage) -> None:
    await play(stage)
    of_ana, of_bob = f"{CANARY}-shared-of-ana", f"{CANARY}-shared-of-bob"
    assert of_ana in everything_in(stage.last("bob", "Recap"))
    assert of_bob in everything_in(stage.last("ana", "Recap"))
    await stage.command("ana", "/1on1", "history")
    await stage.click("ana", "modal", "Edit", row=of_ana)
    await stage.submit("ana", {"visibility": "Only me"})
    assert of_ana not in said_to(stage, "bob")
    assert of_ana in everything_in(stage.last("ana", "Recap"))
    await stage.command("bob", "/1on1", "history")
    await stage.click("bob", "modal", "Delete", row=of_bob)
    assert of_bob not in _modal(stage)
    for handle in ("ana", "bob"):
        assert of_bob not in everything_in(stage.last(handle, "Recap"))
