"""Monday 23 to Friday 27 March: the sprint begins, things get stuck and go on."""

from collections.abc import Iterator

from bot.cli.scenario.acts import Answer, Press, Say, SetStatus, Type, Use
from bot.cli.scenario.outage import log_of_the_outage
from bot.cli.scenario.steps import Step, on

STAGING = "The staging database is out of disk, so big imports fail"
TAX = "Finance still owes us the tax rules for Portugal"
REVIEW = "The app store has not looked at 4.2 yet"
TRAIN = "The release train waited two hours for one reviewer again"
RETRIES = """\
Found it, the retries had no limit:
```
for attempt in itertools.count():
    if send(batch):
        break
```
Now it is five, with a pause in between."""


def steps() -> Iterator[Step]:
    """All that happens in the first week."""
    yield from _monday()
    yield from _tuesday()
    yield from _wednesday()
    yield from _thursday()
    yield from _friday()


def _monday() -> Iterator[Step]:
    yield from on(
        "2026-03-23",
        (
            "09:38",
            "emi",
            Answer(
                "Falcon",
                yesterday="Read the spec of the invoice export",
                today="First draft of the export, with the Japanese fields",
                opportunities="- Release notes are copied by hand\n- The wiki does not find our runbooks",
                mood=4,
            ),
        ),
        (
            "09:45",
            "dev",
            Answer(
                "Falcon",
                yesterday="Import runs on two workers",
                today="Load test with ten thousand rows",
                blockers=STAGING,
                mood=3,
            ),
        ),
        ("09:05", "hugo", Say("falcon", "The build takes twelve minutes again this morning")),
        ("09:36", "bob", Answer("Falcon", "Planning, then the budget", "Hired for the platform team")),
        (
            "09:41",
            "ana",
            Answer("Falcon", "Goals for the import with everyone", "Customer calls: most want CSV", mood=4),
        ),
        ("09:44", "ana", Answer("Otter", "Offline screens: review with @finn", "Usability notes for 4.2")),
        ("09:52", "hugo", Answer("Falcon", "Look at why retries pile up", "On call, a quiet weekend")),
        (
            "09:40",
            "finn",
            Answer("Otter", "Planning, then crash reports", "4.2 is at the store", blockers="none"),
        ),
        (
            "10:05",
            "finn",
            Type("/sprint", "goal The app opens without a network and shows yesterday’s numbers"),
        ),
        ("11:30", "bob", Answer("Falcon", today="Planning, then the budget, then *disk for staging*")),
        ("09:33", "carol", Answer("Otter", "Interviews for the design role", "Pricing page is live", mood=5)),
    )


def _tuesday() -> Iterator[Step]:
    yield from on(
        "2026-03-24",
        (
            "08:50",
            "dev",
            Answer(
                "Falcon",
                today="Pair with @hugo on retries. @channel please do not restart staging before 16:00",
                mood=3,
                by_command=True,
            ),
        ),
        (
            "09:40",
            "emi",
            Answer("Falcon", "Export for Portugal", blockers=TAX, mood=4),
        ),
        ("09:37", "ana", Answer("Falcon", "Mapping of columns, first version", mood=4)),
        ("09:39", "ana", Answer("Otter", "Copy for the offline banner", mood=4)),
        ("09:48", "hugo", Answer("Falcon", "Retries with @dev", opportunities="nothing", mood=2)),
        ("10:29", "bob", Press("Done")),
        ("10:45", "bob", Answer("Falcon", "Find disk for staging with the platform team", mood=4)),
        ("09:35", "finn", Answer("Otter", "Crash in the share sheet: https://bugs.example.com/4417")),
        ("09:36", "carol", Answer("Otter", "Second interview, portfolio review", blockers=REVIEW)),
        ("10:10", "carol", Say("otter", TRAIN)),
        ("17:45", "finn", Use("log_opportunity", "otter", TRAIN, {})),
    )


def _wednesday() -> Iterator[Step]:
    yield from on(
        "2026-03-25",
        ("08:05", "emi", SetStatus(":face_with_thermometer:", "In bed with a fever", "2026-03-26T00:00")),
        (
            "09:41",
            "dev",
            Press("Still blocked", row=STAGING),
            Answer("Falcon", "Load test again on the small data set"),
        ),
        ("09:34", "bob", Press("Skip today", form={"Why?": "Interviews all day, back tomorrow"})),
        ("09:43", "ana", Answer("Falcon", "Mapping: dates and decimal commas")),
        ("09:45", "ana", Answer("Otter", "Offline banner with @carol")),
        ("09:58", "hugo", Answer("Falcon", today="Deploy the fix, watch it", yesterday=RETRIES)),
        ("11:20", "hugo", Type("/sprint", "opportunity Every service invents its own way to retry")),
        ("10:50", "finn", Answer("Otter", "Start-up without a network", mood=4)),
        ("15:29", "finn", Press("Done")),
        ("09:50", "carol", Press("Resolved", row=REVIEW), Answer("Otter", "Offers for two designers")),
        ("09:55", "carol", Press("Done")),
    )


def _thursday() -> Iterator[Step]:
    yield from on(
        "2026-03-26",
        (
            "09:44",
            "emi",
            Press("Resolved", row=TAX),
            Answer("Falcon", "Export for Portugal, now with the right rules", yesterday="Slept, much better"),
        ),
        (
            "09:36",
            "dev",
            Press("Resolved", row=STAGING),
            Answer("Falcon", "Ten thousand rows on staging"),
        ),
        ("15:31", "dev", Press("Done")),
        (
            "09:33",
            "bob",
            Answer("Falcon", "Offer for the new engineer", yesterday="Interviews, one very good"),
        ),
        ("09:38", "ana", Answer("Falcon", "Errors of an import in plain words")),
        ("09:40", "ana", Answer("Otter", "Offline banner is ready for review")),
        ("09:55", "hugo", Answer("Falcon", today="Write up the outage", yesterday=log_of_the_outage())),
        ("09:42", "finn", Answer("Otter", "Offline start: half a second left to win")),
    )


def _friday() -> Iterator[Step]:
    yield from on(
        "2026-03-27",
        ("09:35", "emi", Answer("Falcon", "Invoices of March as a test")),
        ("14:20", "dev", Answer("Falcon", "Numbers of the load test for everyone", yesterday="58 seconds!")),
        ("09:40", "bob", Answer("Falcon", "Feedback for Hugo, plans for next week")),
        ("09:36", "ana", Answer("Falcon", "Import errors: review with @dev")),
        ("09:37", "ana", Answer("Otter", "Store screenshots")),
        ("09:41", "finn", Answer("Otter", "4.2.1 with the share sheet fixed")),
        ("09:52", "carol", Answer("Otter", "Hand over the design reviews to @finn")),
        ("16:30", "carol", Type("/sprint", "away 30 Mar to 3 Apr")),
    )
