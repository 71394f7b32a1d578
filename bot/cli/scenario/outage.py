"""The longest answer of the script: somebody pastes the whole log of an outage into their sync-up."""

LENGTH = 10_000
EVENTS = (
    "checkout p95 {n} ms, queue at {m}",
    "worker {w} picked up batch {n}",
    "retry {w} of batch {n}: connection reset",
    "disk of staging-db-{w} at {m} %",
    "batch {n} done, {m} rows left out",
    "alert: import lag above {m} s",
    "worker {w} restarted by hand",
)
OPENING = "I have put the whole log of Tuesday’s outage here, so that nobody has to look for it:\n"


def log_of_the_outage() -> str:
    """Exactly 10,000 characters: a sentence, a line for every few seconds, and how it ended."""
    ending = "\n14:59:58 all queues empty. Thanks everyone!"
    lines, length = [], len(OPENING) + len(ending)
    for number in range(LENGTH):
        line = _line(number)
        if length + len(line) + 1 > LENGTH:
            break
        lines.append(line)
        length += len(line) + 1
    body = "\n".join(lines)
    return f"{OPENING}{body.ljust(LENGTH - len(OPENING) - len(ending), '.')}{ending}"


def _line(number: int) -> str:
    seconds = 13 * 3600 + 120 + number * 27
    at = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    event = EVENTS[(number * 5 + number // 7) % len(EVENTS)]
    return f"{at} {event.format(n=400 + number * 37 % 900, m=number * 13 % 97, w=1 + number % 4)}"
