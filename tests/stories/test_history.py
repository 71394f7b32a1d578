"""The history of a 1-on-1: every page of it, what is found in it, and what each of the two may read."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.rituals.one_on_one.models import Note, OneOnOne
from bot.sandbox.blocks import labels
from bot.schedule.models import Occurrence, OccurrenceState
from tests.stage import MONDAY, Stage, everything_in


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


WEEKS = 62


async def held(stage: Stage, notes: list[str]) -> None:
    """That many 1-on-1s were held in the weeks before, the last one first, with these notes of Ana."""
    async with stage.application.database.transaction() as session:
        one_on_one = (await session.scalars(select(OneOnOne))).one()
        for week, note in enumerate(notes, 1):
            starts_at = MONDAY + timedelta(days=1, hours=1) - timedelta(weeks=week)
            occurrence = Occurrence(
                series_id=one_on_one.series_id,
                local_date=starts_at.date(),
                starts_at=starts_at,
                ends_at=starts_at + timedelta(minutes=30),
                state=OccurrenceState.CLOSED,
                was_moved=False,
            )
            session.add(occurrence)
            await session.flush()
            if note:
                author = one_on_one.owner_id
                session.add(
                    Note(
                        occurrence_id=occurrence.id,
                        author_id=author,
                        is_private=False,
                        text=note,
                        created_at=starts_at,
                    )
                )


async def test_sixty_1_on_1s_are_paged_to_the_end_and_back(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await held(stage, [""] * WEEKS)
    await stage.command("ana", "/1on1", "history")
    pages = [dates(stage)]
    while "Older" in labels(stage.person("ana").modal.blocks):
        await stage.click("ana", "modal", "Older")
        pages.append(dates(stage))
    every = [date for page in pages for date in page]
    assert len(every) == len(set(every)) == WEEKS
    assert (every[0], every[-1]) == ("Tue 24 Feb 2026", "Tue 24 Dec 2024")
    for page in reversed(pages[:-1]):
        await stage.click("ana", "modal", "Newer")
        assert dates(stage) == page
    assert "Newer" not in labels(stage.person("ana").modal.blocks)


def dates(stage: Stage) -> list[str]:
    """The days of the 1-on-1s on the page, in the order shown."""
    lines = [block for block in stage.person("ana").modal.blocks if block["type"] == "rich_text"]
    parts = [block["elements"][0]["elements"][0]["text"] for block in lines]
    return [text for text in parts if text[-4:].isdigit()]


async def test_words_are_found_in_any_case_and_spelling_and_others_private_notes_never(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.command("ana", "/1on1", "add Über die Größe reden")
    await stage.command("bob", "/1on1", "note private Geheim: die Größe")
    await stage.travel(days=1, hours=1)
    await stage.click("ana", stage.last("ana", "starts."), "Discussed", row="Über die Größe reden")
    await stage.click("ana", stage.last("ana", "starts."), "Done")
    for words in ("größe", "GRÖSSE", "u\u0308ber", "  reden   über ", "Größe reden"):
        await found(stage, "ana", words, "Über die Größe reden")
    await found(stage, "ana", "geheim", "Nothing found with these words.")
    await found(stage, "ana", "größe nirgends", "Nothing found with these words.")
    await found(stage, "bob", "geheim", "Geheim: die Größe")
    await found(stage, "ana", "", "Über die Größe reden")
    await stage.command("ana", "/1on1", "history @bob größe")
    assert "Über die Größe reden" in everything_in(stage.person("ana").modal.blocks)


async def found(stage: Stage, handle: str, words: str, seen: str) -> None:
    await stage.command(handle, "/1on1", "history")
    await stage.submit(handle, {"search": words})
    shown = everything_in(stage.person(handle).modal.blocks)
    assert seen in shown
    assert "Nothing found" in seen or "Nothing found" not in shown
    await stage.person(handle).close_modal(everything=True)


async def test_a_search_over_years_is_paged_too(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await held(stage, ["Hay" if week % 20 else f"Needle {week}" for week in range(140)])
    await stage.command("ana", "/1on1", "history needle")
    first = everything_in(stage.person("ana").modal.blocks)
    assert "Hay" not in first
    await stage.click("ana", "modal", "Older")
    shown = everything_in(stage.person("ana").modal.blocks)
    assert "Needle 0" in first
    assert "Needle 120" in shown
    assert "Hay" not in shown
    await stage.click("ana", "modal", "Newer")
    assert everything_in(stage.person("ana").modal.blocks) == first
