"""What Prometheus is told: counts, ages and durations, labelled by names from the code and never by people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import SimpleNamespace

import aiohttp
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.operations import queries
from bot.operations.health import Health
from bot.slack.models import PostState
from bot.storage.database import Database

WEEK = timedelta(days=7)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

# docs/decisions/0015 says what a person should be asked in a week; these show how many are above it.
MESSAGES_A_WEEK = (5, 10, 15, 20, 30, 50)

GAUGES = {
    "drumbeat_last_beat_age_seconds": "Age of the last beat.",
    "drumbeat_healthy": "1 when /healthz is green, else 0.",
    "drumbeat_socket_connected": "1 while connected to Slack in Socket Mode.",
    "drumbeat_oldest_due_series_age_seconds": "How long the series that has waited longest is due.",
    "drumbeat_oldest_due_post_age_seconds": "How long the post that has waited longest is due.",
    "drumbeat_week_messages": "Direct messages shown in the last seven days.",
    "drumbeat_week_recipients": "People to whom messages were shown in the last seven days.",
    "drumbeat_week_messages_most": "Direct messages shown in the last seven days to whoever got most.",
}


@dataclass(frozen=True)
class Standing:
    """What the database says at one instant: posts by outcome, and ages in seconds of what is due."""

    posts: dict[PostState, int]
    oldest_series: float
    oldest_post: float
    messages: tuple[int, ...]
    """Of the last week, one number for each person who was shown any."""


class Metrics:
    """The metrics of one process, in a registry of their own; `docs/operations.md` lists each."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.beats = Counter("drumbeat_beats", "Beats that came to their end.", registry=self.registry)
        self.calls = Counter(
            "drumbeat_slack_calls", "Calls to Slack.", ["method", "result"], registry=self.registry
        )
        self.listener_seconds = Histogram(
            "drumbeat_listener_seconds",
            "Time a listener took.",
            ["surface"],
            buckets=(0.05, 0.1, 0.25, 0.5, 1, 2, 3),
            registry=self.registry,
        )
        self._posts = Gauge("drumbeat_posts", "Posts by what became of them.", ["state"], registry=self.registry)
        self._people = Gauge(
            "drumbeat_week_people",
            "People by how many messages they were shown in the last seven days, at most.",
            ["most"],
            registry=self.registry,
        )
        self._pace = Gauge(
            "drumbeat_posts_a_minute",
            "Messages a minute that Slack was found to let through, by workspace.",
            ["workspace"],
            registry=self.registry,
        )
        self._gauges = {name: Gauge(name, told, registry=self.registry) for name, told in GAUGES.items()}

    def beat(self, learned: Mapping[int, float] | None = None) -> None:
        """A beat came to its end; by then so many messages a second had been learned of each workspace."""
        self.beats.inc()
        for workspace_id, rate in (learned or {}).items():
            self._pace.labels(str(workspace_id)).set(rate * 60)

    def show(self, health: Health, standing: Standing | None, now: datetime) -> None:
        """Take over how things stand; without a `standing` (no database) its metrics stay as they were."""
        shown = {
            "drumbeat_last_beat_age_seconds": (now - (health.beat_at or health.started_at)).total_seconds(),
            "drumbeat_healthy": health.is_healthy(now)[0],
            "drumbeat_socket_connected": health.socket_connected_since is not None,
        }
        if standing is not None:
            shown |= {
                "drumbeat_oldest_due_series_age_seconds": standing.oldest_series,
                "drumbeat_oldest_due_post_age_seconds": standing.oldest_post,
                "drumbeat_week_messages": sum(standing.messages),
                "drumbeat_week_recipients": len(standing.messages),
                "drumbeat_week_messages_most": max(standing.messages, default=0),
            }
            for most in MESSAGES_A_WEEK:
                people = [count for count in standing.messages if count <= most]
                self._people.labels(str(most)).set(len(people))
            for state in PostState:
                self._posts.labels(state.value).set(standing.posts.get(state, 0))
        for name, value in shown.items():
            self._gauges[name].set(value)

    def exposition(self) -> bytes:
        """Everything in Prometheus's text format."""
        return generate_latest(self.registry)

    def tracing(self, base_url: str) -> aiohttp.TraceConfig:
        """Counts the calls of an aiohttp session: by method below `base_url`, by HTTP status or kind of failure.

        Other addresses carry secrets in their path, so they are all counted as `response_url`.
        """

        async def answered(
            _session: object, _context: SimpleNamespace, done: aiohttp.TraceRequestEndParams
        ) -> None:
            self.calls.labels(method_of(str(done.url), base_url), str(done.response.status)).inc()

        async def failed(
            _session: object, _context: SimpleNamespace, done: aiohttp.TraceRequestExceptionParams
        ) -> None:
            self.calls.labels(method_of(str(done.url), base_url), type(done.exception).__name__).inc()

        tracing = aiohttp.TraceConfig()
        tracing.on_request_end.append(answered)
        tracing.on_request_exception.append(failed)
        return tracing


def method_of(url: str, base_url: str) -> str:
    """The Web API method an address calls, such as `chat.postMessage`."""
    return url.removeprefix(base_url).partition("?")[0] if url.startswith(base_url) else "response_url"


async def standing(database: Database, now: datetime) -> Standing:
    """What the database says now, in five statements."""
    async with database.reading() as session:
        series = await queries.oldest_due_series(session, now)
        post = await queries.oldest_due_post(session, now)
        messages = await queries.messages_since(session, now - WEEK)
        posts = await queries.posts_by_state(session)
    return Standing(
        posts=posts,
        oldest_series=_age(series, now),
        oldest_post=_age(post, now),
        messages=tuple(messages),
    )


def _age(since: datetime | None, now: datetime) -> float:
    return 0.0 if since is None else (now - since).total_seconds()
