"""Trigger ids and response urls: the two short-lived keys an interaction hands to the bot."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.sandbox.ids import Ids
from bot.sandbox.records import Message
from bot.sandbox.refusals import SlackRefusal

TRIGGER_LIFE = timedelta(seconds=3)
RESPONSE_LIFE = timedelta(minutes=30)
RESPONSE_USES = 5


@dataclass
class Trigger:
    """Lets the bot open one modal for one person; `view_id` is the modal it was pressed in, `channel` where."""

    person: str
    view_id: str | None
    minted: datetime
    channel: str | None = None
    used: bool = False


@dataclass
class ResponseUrl:
    """Lets the bot answer where a person acted, five times in thirty minutes."""

    person: str
    channel: str
    source: Message | None
    minted: datetime
    uses: int = 0


class Keys:
    """Mints both kinds of key and says when one is no longer good, by the workspace's clock."""

    def __init__(self, clock: Clock, ids: Ids) -> None:
        self._clock = clock
        self._ids = ids
        self._triggers: dict[str, Trigger] = {}
        self._responses: dict[str, ResponseUrl] = {}
        self.base_url = "http://127.0.0.1"

    def trigger(self, person: str, view_id: str | None = None, channel: str | None = None) -> str:
        """A new trigger id of this person, good once and for three seconds."""
        trigger_id = f"{self._ids.number('trigger')}.0001.{self._ids.digest('trigger')}"
        self._triggers[trigger_id] = Trigger(person, view_id, self._clock.now(), channel)
        return trigger_id

    def look_up(self, trigger_id: str) -> Trigger:
        """The trigger, still unused; refuses unknown, used and expired ones by Slack's names."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise SlackRefusal.with_messages("invalid_trigger_id", ["invalid `trigger_id`"])
        if trigger.used:
            raise SlackRefusal("exchanged_trigger_id")
        if self._clock.now() - trigger.minted > TRIGGER_LIFE:
            raise SlackRefusal("expired_trigger_id")
        return trigger

    def response_url(self, person: str, channel: str, source: Message | None = None) -> str:
        """A new response_url of this person, good five times and for thirty minutes."""
        key = f"{self._ids.number('response')}/{self._ids.digest('response')}"
        self._responses[key] = ResponseUrl(person, channel, source, self._clock.now())
        return f"{self.base_url}/actions/{key}"

    def use_response(self, key: str) -> ResponseUrl:
        """Count one use; refuses with `used_url` the sixth, and any after thirty minutes."""
        response = self._responses.get(key)
        if response is None:
            raise SlackRefusal("invalid_url")
        if self._clock.now() - response.minted > RESPONSE_LIFE:
            raise SlackRefusal("expired_url")
        if response.uses >= RESPONSE_USES:
            raise SlackRefusal("used_url")
        response.uses += 1
        return response
