"""Friday 20 March: two teams are set up, and people say when they work and whom they meet."""

from collections.abc import Iterator

from bot.cli.scenario.acts import Invite, Press, Say, Type
from bot.cli.scenario.cast import GROUP, LONDON
from bot.cli.scenario.steps import Step, on

FALCON = {
    "members": ["ana", "bob", "dev", "emi", "hugo"],
    "observers": ["carol"],
    "first_day": "2026-03-23",
    "first_number": "12",
    "planning_at": "10:00",
    "sync_up_at": "09:30",
    "demo_channel": "demo-day",
}
OTTER = {
    "source": "A user group",
    "group": f"@{GROUP}",
    "zone": LONDON,
    "planning_at": "10:30",
    "sync_up_at": "09:30",
    "refinement_day": "4",
    "retro_at": "12:00",
}
MORNING = {"prep_at": "09:30"}
"""What to talk about is asked together with the sync-up."""


def steps() -> Iterator[Step]:
    """Everything that is set up before the sprint begins."""
    yield from on(
        "2026-03-20",
        ("10:05", "bob", Invite(("falcon", "demo-day")), Type("/sprint", "setup Falcon #falcon", FALCON)),
        (
            "10:15",
            "bob",
            Say("general", "We try Drumbeat for our sprints from Monday on. Ask me if it is odd"),
        ),
        ("10:10", "finn", Invite(("otter",)), Type("/sprint", "setup Otter #otter", OTTER)),
        ("10:20", "bob", _holidays("DE")),
        ("10:25", "ana", _holidays("DE")),
        ("10:22", "hugo", _holidays("DE")),
        ("10:24", "gabi", _holidays("DE")),
        ("10:16", "finn", _holidays("GB")),
        ("10:30", "ana", Type("/1on1", "with @bob weekly Tue 10:00", MORNING)),
        ("10:32", "ana", Type("/1on1", "with @finn every 2 weeks Wed 15:00", {"kind": "peer", **MORNING})),
        ("15:10", "dev", Type("/1on1", "with @ana weekly Thu 15:00", {"kind": "mentor", **MORNING})),
        ("10:50", "bob", Type("/1on1", "with @carol every 2 weeks Wed 17:00", {})),
        ("11:00", "ana", Type("/1on1", "add @bob How do we split the on-call over the holidays?")),
        ("11:02", "ana", Type("/1on1", "add @bob I would like to present at the next demo")),
        ("11:05", "bob", Type("/1on1", "add @ana Budget for the conference in May")),
        ("11:07", "ana", Type("/1on1", "action @bob Write down what we learnt from the outage by 27 Mar")),
        ("11:10", "bob", Type("/1on1", "add @carol What did you make of the new deployment?")),
        ("15:50", "dev", Type("/1on1", "add @ana Which talks helped you when you began to lead?")),
        ("11:30", "bob", Type("/sprint", "goal An import of ten thousand rows takes less than a minute")),
        ("11:32", "bob", Type("/sprint", "goal Nobody exports invoices by hand any more")),
    )


def _holidays(country: str) -> Press:
    return Press("Working days & holidays", place="home", form={"holidays_region": country})
