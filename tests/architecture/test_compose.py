"""What runs several bots on one PostgreSQL runs them safely: compose.yaml, and the manifest for Kubernetes."""

import re
from typing import Any

import pytest

from tests.architecture.source import ROOT
from tests.architecture.yaml_subset import read

COMPOSE = (ROOT / "compose.yaml").read_text()
PAGE = (ROOT / "docs" / "several-processes.md").read_text()
[MANIFEST] = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
ROUTES = (ROOT / "bot" / "operations" / "routes.py").read_text()
USER = re.search(r"^USER (\d+):", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
SECRET = re.compile(r"xoxb-|xapp-|(TOKEN|SECRET|KEYS|PASSWORD)\w*: *(?![$?])\S|://[^$@\s]+:[^$@\s]+@")


def faults(text: str) -> list[str]:
    """What an operator would not want to run, in words."""
    services = read(text)["services"]
    bots = {name: one for name, one in services.items() if name.startswith("bot")}
    return [sentence for sentence, is_so in _claims(text, services, bots) if not is_so]


def _claims(text: str, services: dict[str, Any], bots: dict[str, Any]) -> list[tuple[str, bool]]:
    ours, database = [*bots.values(), services["migrate"]], services["database"]
    return [
        ("two bots", len(bots) >= 2),
        ("no port is published", not any("ports" in one for one in services.values())),
        ("the database is not reached from outside", database["networks"] == ["inside"]),
        ("the database is on a volume", any(":/var/lib/postgresql" in one for one in database["volumes"])),
        ("the database has a version", re.fullmatch(r"postgres:\d+", database["image"]) is not None),
        ("nobody is root", database["user"] == "postgres" and all(one["user"] in _users() for one in ours)),
        ("files cannot be changed", all(one["read_only"] is True for one in ours)),
        ("no privileges", all(one["cap_drop"] == ["ALL"] and "security_opt" in one for one in ours)),
        ("secrets come from .env", all(one["env_file"] == ".env" for one in ours) and not SECRET.search(text)),
        ("migrated once, before any bot", all(_waits(one, "migrate") for one in bots.values())),
        ("migrated when the database answers", _waits(services["migrate"], "database")),
        ("the migration ends", services["migrate"]["restart"] == "no"),
        ("the database is asked how it is", "pg_isready" in database["healthcheck"]["test"]),
        (
            "what ends is started again",
            all(one["restart"] == "unless-stopped" for one in (database, *bots.values())),
        ),
        ("longer than ten seconds to stop", all(one["stop_grace_period"] == "15s" for one in bots.values())),
    ]


def _users() -> set[str]:
    assert USER
    return {f"{USER[1]}:{USER[1]}"}


def _waits(service: dict[str, Any], what: str) -> bool:
    ends = {"migrate": "service_completed_successfully", "database": "service_healthy"}
    return service.get("depends_on", {}).get(what) == {"condition": ends[what]}


def test_the_compose_file_has_no_faults() -> None:
    assert faults(COMPOSE) == []


@pytest.mark.parametrize(
    ("good", "bad", "fault"),
    [
        ("  bot-2:\n    <<: *one\n", "", "two bots"),
        ("shm_size: 128mb", 'ports: ["5432:5432"]', "no port is published"),
        ("networks: [inside]\n", "networks: [inside, outside]\n", "the database is not reached from outside"),
        ("postgres:17", "postgres:latest", "the database has a version"),
        ("user: postgres", "user: root", "nobody is root"),
        ("read_only: true", "read_only: false", "files cannot be changed"),
        ("${POSTGRES_PASSWORD:?add it to .env}\n", "hunter2\n", "secrets come from .env"),
        ("service_completed_successfully", "service_started", "migrated once, before any bot"),
        ('restart: "no"', "restart: always", "the migration ends"),
        ("restart: unless-stopped\n    depends_on", 'restart: "no"\n    depends_on', "what ends is started again"),
        ("stop_grace_period: 15s", "stop_grace_period: 5s", "longer than ten seconds to stop"),
    ],
)
def test_a_planted_fault_is_reported(good: str, bad: str, fault: str) -> None:
    assert good in COMPOSE
    assert fault in faults(COMPOSE.replace(good, bad))


def _documents() -> list[Any]:
    return [read(text) for text in MANIFEST.split("---\n")]


def test_the_manifest_runs_two_that_nobody_ends_at_once() -> None:
    deployment, budget = _documents()
    assert deployment["spec"]["replicas"] == 2
    assert deployment["spec"]["strategy"]["rollingUpdate"] == {"maxUnavailable": 0, "maxSurge": 1}
    assert budget["spec"]["minAvailable"] == 1
    assert budget["spec"]["selector"] == deployment["spec"]["selector"]
    assert deployment["spec"]["template"]["metadata"]["labels"] == budget["spec"]["selector"]["matchLabels"]
    assert deployment["spec"]["template"]["spec"]["terminationGracePeriodSeconds"] > 10


def test_the_manifest_asks_at_addresses_that_there_are_and_gives_no_rights() -> None:
    pod = _documents()[0]["spec"]["template"]["spec"]
    [bot], [migrate] = pod["containers"], pod["initContainers"]
    [port] = [one["containerPort"] for one in bot["ports"]]
    assert f"PORT={port}" in (ROOT / "Dockerfile").read_text()
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert bot[probe]["httpGet"]["port"] == port
        assert f'"{bot[probe]["httpGet"]["path"]}"' in ROUTES
    assert {f"{pod['securityContext']['runAsUser']}:{pod['securityContext']['runAsGroup']}"} == _users()
    for one in (bot, migrate):
        assert one["securityContext"]["readOnlyRootFilesystem"]
        assert one["securityContext"]["capabilities"] == {"drop": ["ALL"]}
        assert one["envFrom"] == [{"secretRef": {"name": "drumbeat"}}]
    assert migrate["command"] == ["python", "-m", "bot", "migrate"]


@pytest.mark.parametrize("text", ["a: 1\na: 2", "a: {b: 1}", "a: |\n  b", "a: 1\n   b: 2", "just words"])
def test_what_the_reader_does_not_know_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"twice|not read here|not understood"):
        read(text)
