"""Monday 30 March to Friday 3 April: the clocks have changed, one comes, one goes, and Good Friday is near."""

from collections.abc import Iterator

from bot.cli.scenario.acts import Answer, JoinGroup, LeaveCompany, Press, Type
from bot.cli.scenario.first_week import STAGING
from bot.cli.scenario.steps import Step, on

VAULT = "Nobody but me can open the vault of the payment keys"
FULL_AGAIN = "Staging is full again"


def steps() -> Iterator[Step]:
    """All that happens in the second week."""
    yield from _monday()
    yield from _tuesday()
    yield from _wednesday()
    yield from _thursday()
    yield from _friday()


def _monday() -> Iterator[Step]:
    yield from on(
        "2026-03-30",
        ("09:37", "emi", Answer("Falcon", "Export: totals by month")),
        ("09:39", "dev", Answer("Falcon", "Import in the background, with a bar")),
        (
            "09:12",
            "bob",
            Press("Move to Thu 2 Apr", row="Team retro of Falcon"),
            Press("Move to Thu 2 Apr", row="Joint retro & demo"),
        ),
        ("09:38", "bob", Answer("Falcon", "Move our meetings out of the holiday")),
        (
            "09:50",
            "bob",
            Type("/sprint", "calendar"),
            Press("Move…", row="Refinement", place="modal", form={"day": "2026-04-01", "at": "11:00"}),
        ),
        ("09:42", "ana", Answer("Falcon", "Try the import with three customers")),
        ("09:43", "ana", Answer("Otter", "Texts for the store")),
        ("09:57", "hugo", Answer("Falcon", "My last two days: hand everything over", blockers=VAULT)),
        ("09:44", "finn", Answer("Otter", "Offline start is fast enough, now the tests")),
    )


def _tuesday() -> Iterator[Step]:
    yield from on(
        "2026-03-31",
        ("09:41", "emi", Answer("Falcon", "Export runs every night")),
        (
            "09:46",
            "dev",
            Answer("Falcon", "Clean up test data", blockers=FULL_AGAIN, more={"again": f"B1 {STAGING}"}),
        ),
        ("09:35", "bob", Answer("Falcon", "Farewell for Hugo at four, bring cake")),
        ("09:39", "ana", Answer("Falcon", "Notes of the three customers")),
        ("09:40", "ana", Answer("Otter", "Welcome @gabi tomorrow")),
        ("10:05", "gabi", JoinGroup("otter-team")),
        ("09:51", "hugo", Answer("Falcon", "Cake. It was a pleasure with all of you")),
        ("10:28", "bob", Press("Done")),
        (
            "14:20",
            "finn",
            Answer("Otter", "Tests of the offline start", yesterday="On trains, no network"),
        ),
        ("17:30", "hugo", LeaveCompany()),
    )


def _wednesday() -> Iterator[Step]:
    yield from on(
        "2026-04-01",
        ("09:36", "emi", Answer("Falcon", "Show the export to accounting")),
        (
            "08:40",
            "dev",
            Answer(
                "Falcon",
                "Quotas for staging",
                by_command=True,
                more={"resolved": [f"B4 {FULL_AGAIN}"]},
            ),
        ),
        ("09:37", "bob", Answer("Falcon", "Keys of the vault, new laptop for the new one")),
        ("10:25", "bob", Press("B3 is resolved")),
        ("10:40", "bob", Press("Move to Tue 7 Apr", row="Planning of Falcon")),
        ("09:41", "ana", Answer("Falcon", "Last errors of the import")),
        ("09:42", "ana", Answer("Otter", "Show @gabi around")),
        (
            "09:55",
            "gabi",
            Answer("Otter", "Set up my laptop, read the code", "First day. Hello all!", mood=5),
        ),
        ("09:43", "finn", Answer("Otter", "4.3 to the testers")),
        ("10:45", "finn", Press("Keep it", row="Planning of Otter")),
    )


def _thursday() -> Iterator[Step]:
    yield from on(
        "2026-04-02",
        ("09:38", "dev", Answer("Falcon", "Retro and demo: import of ten thousand rows, live")),
        ("15:32", "dev", Press("Done")),
        ("09:36", "bob", Answer("Falcon", "Retro, demo, then a long weekend")),
        ("09:40", "ana", Answer("Falcon", "Demo of the import")),
        ("09:41", "ana", Answer("Otter", "Demo without a network, fingers crossed")),
        ("09:45", "finn", Answer("Otter", "Retro, demo, and a train home")),
        ("10:55", "gabi", Answer("Otter", "My first fix: a typo in the banner")),
    )


def _friday() -> Iterator[Step]:
    yield from on(
        "2026-04-03",
        ("09:37", "emi", Answer("Falcon", "Write down what the retro decided")),
        ("09:42", "dev", Answer("Falcon", "Tidy up, and see you on Tuesday")),
    )
