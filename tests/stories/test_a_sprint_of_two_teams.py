"""Two weeks of two teams in five zones: every post is for the right person, at their own time, once, and whole.

One run is checked by all that is below, since it takes a while; `two_teams_drawn` says what must come.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from bot.cli.scenario.acts import Answer
from bot.cli.scenario.outage import log_of_the_outage
from bot.cli.scenario.script import SCRIPT
from bot.sandbox.records import Message
from bot.sandbox.rich_text import rich_text
from tests.stories import two_teams_drawn as drawn
from tests.stories.two_teams import BERLIN, Record, lines, played, words

CHANNELS = ("falcon", "otter", "demo-day")


FIRST_WEEK = range(20, 28)
"""The days of March on which everything is set up, and of the first week."""


async def test_every_post_of_the_sprint_is_right(sqlite_url: str) -> None:
    record = await played(sqlite_url)

    found = [difference for check in CHECKS for difference in check(record)]

    assert not found, "\n" + "\n".join(found)
    assert record.workspace.refused == [], "the bot asked for something Slack refuses"


async def test_every_post_of_its_first_week_comes_on_postgresql_too(postgres_url: str) -> None:
    record = await played(postgres_url, until=datetime(2026, 3, FIRST_WEEK.stop, tzinfo=BERLIN))

    assert Counter(record.rows()) == _in_first_week(drawn.rows(), 2)
    for channel in CHANNELS:
        assert Counter(record.headlines(channel)) == _in_first_week(drawn.headlines(channel), 1)
    assert not list(each_day_ends_as_it_went(record)) + list(
        each_answer_stands_once_in_the_thread_of_its_day(record)
    )
    assert record.workspace.refused == []


def _in_first_week(rows: Iterable[str], place: int) -> Counter[str]:
    """Those whose day of the month, which is the word in this place, is one of that week."""
    return Counter(row for row in rows if int(row.split()[place]) in FIRST_WEEK)


def everybody_is_rung_at_exactly_when_they_must_be(record: Record) -> Iterator[str]:
    """Nothing on days off, to the observer, to who has left or not come yet; nothing twice, nothing by mention."""
    must, came = Counter(drawn.rows()), Counter(record.rows())
    yield from (f"never came: {row}" for row in sorted((must - came).elements()))
    yield from (f"came and must not: {row}" for row in sorted((came - must).elements()))


def who_is_in_two_teams_stays_within_their_budget(record: Record) -> Iterator[str]:
    """Ana also has three 1-on-1s."""
    if max(record.a_week("ana")) > drawn.BUDGET_A_WEEK:
        yield f"Ana was rung {record.a_week('ana')} times a week, and {drawn.BUDGET_A_WEEK} is the most"


def channels_show_what_they_must(record: Record) -> Iterator[str]:
    """One message a day and team, none where all are off, and the meetings, moved out of the holiday."""
    for channel in CHANNELS:
        must, came = Counter(drawn.headlines(channel)), Counter(record.headlines(channel))
        yield from (f"missing in #{channel}: {row}" for row in sorted((must - came).elements()))
        yield from (f"too much in #{channel}: {row}" for row in sorted((came - must).elements()))


def each_day_ends_as_it_went(record: Record) -> Iterator[str]:
    """Who has reported, late or not, who has not, who is away; the mood of four and more."""
    for team, day, parent in _days(record):
        shown = _rows(parent)
        late = drawn.of_day(team, day, "l")
        must = {
            "Reported": [f"{name} (late)" if name in late else name for name in drawn.of_day(team, day, "arel")],
            "No answer": drawn.of_day(team, day, "n"),
            "Away": drawn.of_day(team, day, "w"),
        }
        for label, names in must.items():
            seen = [name.partition(" (back")[0] for name in shown.pop(label, [])]
            if seen != names:
                yield f"{team} {day}: {label} is {seen}, not {names}"
        yield from (
            f"{team} {day}: {label} is still there" for label in ("No answer yet", "Later today") if label in shown
        )
        yield from _told(parent, team, drawn.day_words(day))


def each_answer_stands_once_in_the_thread_of_its_day(record: Record) -> Iterator[str]:
    """With its marks: late, edited."""
    for team, day, parent in _days(record):
        headings = [lines(reply)[0] for reply in record.replies(team.lower(), parent)]
        first = [heading for heading in headings if "2 of" not in heading]
        must = [_heading(team, day, name) for name in drawn.of_day(team, day, drawn.ANSWERED)]
        if sorted(first) != sorted(must):
            yield f"{team} {day}: the thread has {sorted(first)}, not {sorted(must)}"


def what_was_typed_can_be_read(record: Record) -> Iterator[str]:
    """Every answer as it was last given, with mentions as names, links and code; nothing is cut."""
    for (team, who, day), typed in _last_typed().items():
        parent = record.parents(team.lower())[drawn.day_words(day)]
        own = [one for one in record.replies(team.lower(), parent) if lines(one)[0].startswith(drawn.NAMES[who])]
        read = "\n".join(line for one in own for line in lines(one)[1:])
        for text in typed:
            if _plain(record, text) not in read:
                yield f"{team} {day} {who}: “{text[:60]}” cannot be read in the thread"


def ten_thousand_characters_come_back(record: Record) -> Iterator[str]:
    """Equal, in more than one reply."""
    parent = record.parents("falcon")["Thu 26 March"]
    own = [one for one in record.replies("falcon", parent) if lines(one)[0].startswith("Hugo Klein")]
    read = "\n".join(line for one in own for line in lines(one)[1:])
    question, typed = "What did you do since last time?\n", log_of_the_outage()
    if len(typed) != 10_000 or len(own) < 2 or not read.startswith(question + typed):
        yield f"of 10,000 characters {len(read)} came back in {len(own)} replies"


def nobody_is_mentioned_by_what_people_write(record: Record) -> Iterator[str]:
    """Neither in a text nor as an element that Slack would ring for."""
    for channel in CHANNELS:
        for message in record.workspace.posts_in(channel):
            marks = [mark for mark in ('"broadcast"', '"user"', "<!channel", "<@") if mark in _raw(message)]
            if message.user == record.workspace.bot_user.id and marks:
                yield f"#{channel}: {marks} in “{message.text[:60]}”"


def blockers_and_opportunities_are_where_they_belong(record: Record) -> Iterator[str]:
    """The lead's message says what became of it; what was noticed is in its team's list, with who noticed it."""
    told = [
        everything for message in record.workspace.person("bob").dm if (everything := "\n".join(lines(message)))
    ]
    for ending in ("B1 in Falcon is resolved by Dev Patel on 26 March", "B3 in Falcon is resolved by Bob Okafor"):
        if not any(ending in one for one in told):
            yield f"Bob cannot read: {ending}"
    for window, noted in NOTED.items():
        yield from (f"not in {window}: {text}" for text in noted if text not in record.windows[window])


NOTED = {
    "bob /sprint opportunities": (
        "Release notes are copied by hand",
        "The wiki does not find our runbooks",
        "Every service invents its own way to retry",
    ),
    "finn /sprint opportunities": ("The release train waited two hours for one reviewer again",),
    "carol /sprint": (
        "An import of ten thousand rows takes less than a minute",
        "Nobody exports invoices by hand any more",
        "The app opens without a network and shows yesterday’s numbers",
    ),
}
CHECKS = (
    everybody_is_rung_at_exactly_when_they_must_be,
    who_is_in_two_teams_stays_within_their_budget,
    channels_show_what_they_must,
    each_day_ends_as_it_went,
    each_answer_stands_once_in_the_thread_of_its_day,
    what_was_typed_can_be_read,
    ten_thousand_characters_come_back,
    nobody_is_mentioned_by_what_people_write,
    blockers_and_opportunities_are_where_they_belong,
)


def _days(record: Record) -> Iterator[tuple[str, date, Message]]:
    for team in drawn.TWO_WEEKS:
        parents = record.parents(team.lower())
        for day in drawn.DAYS:
            if drawn.day_words(day) in parents:
                yield team, day, parents[drawn.day_words(day)]


def _rows(parent: Message) -> dict[str, list[str]]:
    """“Away: Ana and Bob” as the label and the names."""
    found = [line.partition(": ") for line in lines(parent) if ": " in line]
    return {label: names.replace(" and ", ", ").split(", ") for label, _, names in found}


def _told(parent: Message, team: str, day: str) -> Iterator[str]:
    text = "\n".join(lines(parent))
    mood, skip = drawn.MOODS.get((team, day)), drawn.SKIPS.get((team, day))
    if (mood or "Mood") in text if mood is None else mood not in text:
        yield f"{team} {day}: the mood is not {mood}"
    if (skip or " skips: ") in text if skip is None else skip not in text:
        yield f"{team} {day}: who skips is not {skip}"


def _heading(team: str, day: date, name: str) -> str:
    place = (team, drawn.day_words(day))
    marks = {
        "late": name in drawn.of_day(team, day, "l"),
        "edited": drawn.EDITED.get(place) == name,
        "1 of 2": drawn.IN_PARTS.get(place) == name,
    }
    return " · ".join([name, *(mark for mark, holds in marks.items() if holds)])


def _last_typed() -> dict[tuple[str, str, date], list[str]]:
    """What each person last typed into each field of a day's answer, out of the script."""
    fields: dict[tuple[str, str, date], dict[str, str]] = {}
    for step in sorted(SCRIPT, key=lambda one: one.at):
        for act in step.acts:
            if isinstance(act, Answer):
                said = {"yesterday": act.yesterday, "today": act.today, "blockers": act.blockers}
                said["opportunities"] = act.opportunities
                known = fields.setdefault((act.team, step.who, step.at.date()), {})
                known.update({key: text for key, text in said.items() if text is not None})
    return {key: list(said.values()) for key, said in fields.items()}


def _plain(record: Record, typed: str) -> str:
    """What is typed, as others read it: mentions by name."""
    value = rich_text(record.workspace, typed)
    return words(_named(record, value))


def _named(record: Record, part: object) -> object:
    if isinstance(part, list):
        return [_named(record, one) for one in part]
    if not isinstance(part, dict):
        return part
    if part.get("type") == "user":
        return {"type": "text", "text": f"@{record.workspace.by_id(part['user_id']).name}"}
    if part.get("type") == "broadcast":
        return {"type": "text", "text": f"@{part['range']}"}
    return {key: _named(record, one) for key, one in part.items()}


def _raw(message: Message) -> str:
    return f"{message.text} {message.blocks}".replace("'", '"')
