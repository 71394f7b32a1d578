"""The image is small, runs as nobody in particular, and installs only what is locked."""

import re

import pytest

from tests.architecture.source import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text()
IGNORED = (ROOT / ".dockerignore").read_text().split()
SECRET = re.compile(r"(TOKEN|SECRET|ENCRYPTION_KEYS|PASSWORD)\s*[= ]", re.IGNORECASE)


def steps(text: str) -> list[tuple[str, str]]:
    """The instructions with their arguments, continued lines joined, comments left out."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    return [
        (word.upper(), rest.strip()) for word, _, rest in (line.partition(" ") for line in joined.splitlines())
    ]


def faults(text: str) -> list[str]:
    """What an operator would not want to run, in words."""
    found = steps(text)
    last_stage = found[max(index for index, (word, _) in enumerate(found) if word == "FROM") :]
    return [sentence for sentence, is_so in _claims(found, dict(last_stage)) if not is_so]


def _claims(found: list[tuple[str, str]], last: dict[str, str]) -> list[tuple[str, bool]]:
    bases = [rest for word, rest in found if word == "FROM"]
    installs = [rest for word, rest in found if word == "RUN" and "pip install" in rest]
    return [
        ("slim base with a version", all(re.match(r"python:3\.\d+-slim", base) for base in bases)),
        ("two stages", len(bases) == 2),
        ("installs with hashes", bool(installs) and all("--require-hashes" in step for step in installs)),
        ("user other than root, by number", re.match(r"[1-9]\d{3,}\b", last.get("USER", "")) is not None),
        ("health check", "HEALTHCHECK" in last),
        ("data in a volume", "/data" in last.get("VOLUME", "")),
        ("exec form, so that SIGTERM arrives", last.get("CMD") == '["python", "-m", "bot", "run"]'),
        ("nothing downloaded", not any(word == "ADD" for word, _ in found)),
        ("no secrets", not any(SECRET.search(rest) for word, rest in found if word in {"ENV", "ARG"})),
        ("files named one by one", not any(rest.startswith(". ") for word, rest in found if word == "COPY")),
    ]


def test_the_image_has_no_faults() -> None:
    assert faults(DOCKERFILE) == []


@pytest.mark.parametrize(
    ("good", "bad", "fault"),
    [
        ("python:3.13-slim\n", "python:latest\n", "slim base with a version"),
        ("--require-hashes", "", "installs with hashes"),
        ("USER 10001:10001", "USER root", "user other than root, by number"),
        ("HEALTHCHECK", "LABEL", "health check"),
        ('CMD ["python", "-m", "bot", "run"]', "CMD python -m bot run", "exec form, so that SIGTERM arrives"),
        ("WORKDIR /app", "ADD https://example.org/app /app", "nothing downloaded"),
        ("ENV ", "ENV SLACK_BOT_TOKEN=xoxb-1 ", "no secrets"),
    ],
)
def test_a_planted_fault_is_reported(good: str, bad: str, fault: str) -> None:
    assert good in DOCKERFILE
    assert fault in faults(DOCKERFILE.replace(good, bad))


def test_the_image_copies_only_what_exists() -> None:
    copied = [rest.split()[:-1] for word, rest in steps(DOCKERFILE) if word == "COPY" and "--from" not in rest]
    assert [name for names in copied for name in names if not (ROOT / name).exists()] == []


def test_neither_secrets_nor_data_are_sent_to_the_builder() -> None:
    assert IGNORED[0] == "*"
    assert {".env", "data"}.isdisjoint(line.removeprefix("!") for line in IGNORED)
