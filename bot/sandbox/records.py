"""What a workspace remembers: conversations, messages, views, and every call the bot made."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]


@dataclass(eq=False)
class Message:
    """One message; it changes in place when it is edited. `channel` and `user` are ids, `edited` is a ts."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    metadata: Json | None = None
    edited: str | None = None
    ephemeral_for: str | None = None
    deleted: bool = False
    bot_id: str | None = None
    attachments: list[Json] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass(eq=False)
class Channel:
    """A conversation; `kind` is public, private, im or mpim, `members` are user ids in the order they joined."""

    id: str
    name: str
    kind: str
    members: list[str]
    created: int
    archived: bool = False
    messages: list[Message] = field(default_factory=list)

    @property
    def is_private(self) -> bool:
        return self.kind != "public"

    def message(self, ts: str) -> Message | None:
        """The message with that ts that everyone in the conversation can see, if there is one."""
        shown = (one for one in self.messages if one.ts == ts and not one.ephemeral_for and not one.deleted)
        return next(shown, None)


@dataclass(eq=False)
class View:
    """What one person sees as a modal or Home tab; `typed` is what they filled in, `errors` what is under it.

    `channel` is the conversation they came from, where that is known.
    """

    id: str
    person: str
    source: Json
    hash: str
    root_view_id: str
    previous_view_id: str | None = None
    channel: str | None = None
    typed: dict[tuple[str, str], Json] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return str(self.source["type"])

    @property
    def blocks(self) -> list[Json]:
        return list(self.source.get("blocks", []))

    @property
    def callback_id(self) -> str:
        return str(self.source.get("callback_id", ""))

    @property
    def private_metadata(self) -> str:
        return str(self.source.get("private_metadata", ""))

    @property
    def title(self) -> str:
        return str(self.source.get("title", {}).get("text", ""))


@dataclass(frozen=True)
class Call:
    """One Web API call; `status` is 0 when the connection was cut instead of answered."""

    method: str
    arguments: Json
    response: Json
    status: int
    at: datetime


@dataclass(frozen=True)
class Refused:
    """Something the bot did that Slack would not take: a call's error, or an ack it could not use."""

    method: str
    error: str
    detail: tuple[str, ...]
    at: datetime


@dataclass
class Answer:
    """What a person saw after acting; `acknowledged_in` is in seconds, `body` is what the ack carried."""

    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    acknowledged_in: float = 0.0
    body: Json = field(default_factory=dict)
    timed_out: bool = False
    refused: str | None = None
    errors: dict[str, str] = field(default_factory=dict)
    message: Message | None = None


@dataclass(frozen=True)
class Change:
    """Something visible changed: `kind` is message, edit, view, home, ephemeral, clock, person or channel."""

    kind: str
    subject: str
    person: str | None = None
