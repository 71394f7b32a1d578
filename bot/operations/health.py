"""Whether the bot still does its work, and what is wrong when it does not."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.operations import queries
from bot.storage.database import DATABASE_FAILURES, Database, is_reachable

PATIENCE = timedelta(seconds=60)


@dataclass
class Health:
    """What is known about this process; whoever beats, connects or asks the database writes it here."""

    started_at: datetime
    beat_seconds: float = 5
    uses_socket: bool = True
    beat_at: datetime | None = None
    """When a beat last came to its end."""
    socket_connected_since: datetime | None = None
    socket_lost_since: datetime | None = None
    """None while the socket is connected; before it ever was, `started_at` counts."""
    database_ok: bool = True
    stopped_lanes: frozenset[str] = field(default_factory=frozenset)
    """Why nothing goes out to a workspace, such as `token_revoked`; read from the database."""
    refused_by: str | None = None
    """What Slack said when this process last introduced itself with its token, if it said no."""

    def connected(self, now: datetime) -> None:
        """The socket is connected; said again while it is, nothing changes."""
        if self.socket_connected_since is None:
            self.socket_connected_since, self.socket_lost_since = now, None

    def disconnected(self, now: datetime) -> None:
        """The socket is not connected; said again while it is not, nothing changes."""
        if self.socket_lost_since is None:
            self.socket_connected_since, self.socket_lost_since = None, now

    def is_healthy(self, now: datetime) -> tuple[bool, list[str]]:
        """Whether everything works at `now`, and a sentence for each thing that does not.

        A beat may be 60 s old, or three beats if that is longer; a socket may be gone for 60 s.
        """
        reasons = [*self._beat(now), *self._socket(now)]
        if not self.database_ok:
            reasons.append("The database does not answer.")
        reasons += [f"Slack does not accept a token any more: {code}." for code in sorted(self.stopped_lanes)]
        if self.refused_by is not None:
            reasons.append(f"Slack does not let the bot in: {self.refused_by}.")
        return not reasons, reasons

    def is_ready(self) -> bool:
        """Whether it has begun: the database answers, a beat has come, and the socket, if any, is connected."""
        is_connected = not self.uses_socket or self.socket_connected_since is not None
        return self.database_ok and self.beat_at is not None and is_connected

    def _beat(self, now: datetime) -> list[str]:
        age = now - (self.beat_at or self.started_at)
        if age <= max(PATIENCE, timedelta(seconds=3 * self.beat_seconds)):
            return []
        return [f"The last beat was {age.total_seconds():.0f} s ago: nothing is sent when it is due."]

    def _socket(self, now: datetime) -> list[str]:
        if not self.uses_socket or self.socket_connected_since is not None:
            return []
        age = now - (self.socket_lost_since or self.started_at)
        return [f"Not connected to Slack for {age.total_seconds():.0f} s."] if age > PATIENCE else []


async def ask_database(health: Health, database: Database) -> None:
    """Find out whether the database answers, and which lanes are stopped, and write it down."""
    try:
        health.database_ok = await is_reachable(database)
        async with database.reading() as session:
            health.stopped_lanes = frozenset(await queries.revoked(session))
    except DATABASE_FAILURES:
        health.database_ok = False
