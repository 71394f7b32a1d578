"""Who must get what, drawn by hand: a letter for each person and day, a line for everything else that rings."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONES = {
    "ana": "Europe/Berlin",
    "bob": "Europe/Berlin",
    "carol": "America/Los_Angeles",
    "dev": "Asia/Kolkata",
    "emi": "Asia/Tokyo",
    "finn": "Europe/London",
    "gabi": "Europe/Berlin",
    "hugo": "Europe/Berlin",
}
NAMES = {
    "ana": "Ana Lima",
    "bob": "Bob Okafor",
    "carol": "Carol Chen",
    "dev": "Dev Patel",
    "emi": "Emi Sato",
    "finn": "Finn Walsh",
    "gabi": "Gabi Moreno",
    "hugo": "Hugo Klein",
}
DAYS = tuple(date(2026, 3, 23) + timedelta(days=n) for n in (0, 1, 2, 3, 4, 7, 8, 9, 10, 11))
TWO_WEEKS = {
    # a: asked, answers          e: answers before being asked       s: asked, skips
    # r: answers when reminded   l: reminded, answers late           n: reminded, never answers
    # w: away, asked nothing     .: not in the team, asked nothing
    "Falcon": {
        "ana": "aaaaa aaaaw",
        "bob": "arsaa aaaaw",
        "dev": "aeaal aaeaa",
        "emi": "aawaa aaana",
        "hugo": "aaaan aa...",  # leaves on Tuesday evening
        "carol": "..... .....",  # observes
    },
    "Otter": {
        "ana": "aaaaa aaaaw",
        "carol": "aaana wwwww",
        "finn": "aaraa alaaw",
        "gabi": "..... ..arw",  # joins on Tuesday, after the day began
    },
}
ASKED, REMINDED, ANSWERED = "arsnl", "rnl", "arel"
EDITED = {("Falcon", "Mon 23 March"): "Bob Okafor"}
IN_PARTS = {("Falcon", "Thu 26 March"): "Hugo Klein"}
MOODS = {("Falcon", "Tue 24 March"): "Mood 3 of 5, from 4 answers"}
"""Of three on Monday nothing is shown; of five on Tuesday the first four, and the fifth changes nothing."""
SKIPS = {("Falcon", "Wed 25 March"): "Bob Okafor skips: Interviews all day, back tomorrow"}

BUDGET_A_WEEK = 12
"""docs/decisions/0015-attention-budget.md"""

BESIDES = """
ana   Fri 20 10:30  begun with Bob
ana   Fri 20 10:32  begun with Finn
ana   Fri 20 10:40  begun with Dev
ana   Mon 23 09:30  prep with Bob
ana   Tue 24 09:30  prep with Finn
ana   Tue 24 09:55  start with Bob
ana   Tue 24 10:29  recap with Bob
ana   Wed 25 09:30  prep with Dev
ana   Wed 25 14:55  start with Finn
ana   Wed 25 16:29  recap with Finn
ana   Thu 26 10:25  start with Dev
ana   Thu 26 11:01  recap with Dev
ana   Fri 27 09:00  Due
ana   Mon 30 09:30  prep with Bob
ana   Tue 31 09:55  start with Bob
ana   Tue 31 10:28  recap with Bob
ana   Wed 1 09:30   prep with Dev
ana   Thu 2 09:30   prep with Bob
ana   Thu 2 11:25   start with Dev
ana   Thu 2 12:02   recap with Dev
bob   Fri 20 10:05  set up Falcon
bob   Fri 20 10:30  begun with Ana
bob   Fri 20 10:50  begun with Carol
bob   Mon 23 10:30  prep with Ana
bob   Tue 24 09:55  start with Ana
bob   Tue 24 10:00  prep with Carol
bob   Tue 24 10:29  recap with Ana
bob   Wed 25 10:00  blocker B1
bob   Wed 25 16:55  start with Carol
bob   Wed 25 17:55  recap with Carol
bob   Mon 30 09:00  thin Team retro
bob   Mon 30 09:00  thin Joint retro
bob   Mon 30 10:30  prep with Ana
bob   Tue 31 09:55  start with Ana
bob   Tue 31 10:28  recap with Ana
bob   Wed 1 10:00   blocker B3
bob   Wed 1 10:00   thin Planning
bob   Thu 2 10:30   prep with Ana
carol Fri 20 02:50  begun with Bob
carol Tue 24 10:00  prep with Bob
carol Wed 25 08:55  start with Bob
carol Wed 25 09:55  recap with Bob
dev   Fri 20 15:10  begun with Ana
dev   Wed 25 09:30  prep with Ana
dev   Thu 26 14:55  start with Ana
dev   Thu 26 15:31  recap with Ana
dev   Wed 1 09:30   prep with Ana
dev   Thu 2 14:55   start with Ana
dev   Thu 2 15:32   recap with Ana
finn  Fri 20 09:32  begun with Ana
finn  Fri 20 10:10  set up Otter
finn  Tue 24 09:30  prep with Ana
finn  Wed 25 13:55  start with Ana
finn  Wed 25 15:29  recap with Ana
finn  Wed 1 10:30   thin Planning
"""
"""By the clock of whoever gets it. Sections of one minute are one message."""

MEETINGS = {
    "falcon": {
        "Mon 23 09:05 The build takes twelve minutes again this morning",  # said by Hugo
        "Mon 23 09:50 Planning of Falcon, sprint 12",
        "Mon 30 09:12 Team retro of Falcon, sprint 12",  # moved to Thursday by Bob, as half would be away
        "Mon 30 09:50 Refinement of Falcon, sprint 12",  # moved to Wednesday by Bob
        "Wed 1 10:40 Planning of Falcon, sprint 13",  # moved past Easter Monday by Bob
        "Wed 1 10:50 Refinement of Falcon, sprint 12",
        "Thu 2 13:50 Team retro of Falcon, sprint 12",
    },
    "otter": {
        "Mon 23 11:20 Planning of Otter, sprint 12",
        "Tue 24 18:10 The release train waited two hours for one reviewer again",  # said by Carol
        "Sun 29 13:00 Team retro of Otter, sprint 12",  # gives way by itself: nobody works on Good Friday
        "Mon 30 14:50 Refinement of Otter, sprint 12",
        "Thu 2 12:50 Team retro of Otter, sprint 12",
    },
    "demo-day": {
        "Mon 30 09:12 Joint retro &amp; demo, sprint 12",  # moved to Thursday by Bob
        "Thu 2 15:20 Joint retro &amp; demo, sprint 12",
    },
}
"""Everything else in the channels, by the clocks of Berlin."""


def letters(team: str) -> Iterator[tuple[date, str, str]]:
    """Day, person and letter of every place of the drawing."""
    for who, drawn in TWO_WEEKS[team].items():
        for day, letter in zip(DAYS, drawn.replace(" ", ""), strict=True):
            yield day, who, letter


def of_day(team: str, day: date, wanted: str) -> list[str]:
    """The names of those who have one of these letters on a day, in order."""
    return sorted(NAMES[who] for on, who, letter in letters(team) if on == day and letter in wanted)


def rows() -> list[str]:
    """Each message that must ring at somebody, as `Record.rows` says them."""
    sections: dict[tuple[str, str], list[str]] = {}
    for line in BESIDES.strip().splitlines():
        who, day, number, clock, *what = line.split()
        sections.setdefault((who, f"{day} {number} {clock}"), []).append(" ".join(what))
    for team in TWO_WEEKS:
        for day, who, letter in letters(team):
            if letter in ASKED:
                sections.setdefault((who, f"{day:%a %-d} 09:30"), []).append(f"asked by {team}")
            if letter in REMINDED:
                sections.setdefault((who, f"{day:%a %-d} 10:30"), []).append(f"reminded of {team}")
    return [f"{who} {at}: {', '.join(sorted(what))}" for (who, at), what in sections.items()]


def headlines(channel: str) -> set[str]:
    """Each message that must stand in a channel outside of threads, as `Record.headlines` says them."""
    team = channel.capitalize()
    begins = {day: _begins(team, day) for day in DAYS} if team in TWO_WEEKS else {}
    days = {f"{at:%a %-d %H:%M} Sync-up of {team} · {day_words(day)}" for day, at in begins.items() if at}
    return days | MEETINGS[channel]


def day_words(day: date) -> str:
    """Such as “Mon 23 March”."""
    return f"{day:%a} {day.day} {day:%B}"


def _begins(team: str, day: date) -> datetime | None:
    """When the first of a team is asked, in Berlin; None when nobody is."""
    asked = [who for on, who, letter in letters(team) if on == day and letter in ASKED]
    instants = [datetime.combine(day, time(9, 30), ZoneInfo(ZONES[who])) for who in asked]
    return min(instants).astimezone(ZoneInfo("Europe/Berlin")) if instants else None
