"""A person in the sandbox: what they see, and what they can do."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.sandbox import acting, payloads
from bot.sandbox.ids import USLACKBOT
from bot.sandbox.mentions import as_typed
from bot.sandbox.records import Answer, Channel, Message, View
from bot.sandbox.refusals import NotShown

if TYPE_CHECKING:
    from bot.sandbox.forms import Typed
    from bot.sandbox.workspace import Workspace

Json = dict[str, Any]


class Person:
    """A user of the workspace; every verb sends the bot exactly what Slack would, and waits for its ack."""

    def __init__(
        self,
        workspace: "Workspace",
        user_id: str,
        handle: str,
        name: str,
        zone: str,
        *,
        admin: bool = False,
        guest: bool = False,
        bot: bool = False,
    ) -> None:
        self._workspace = workspace
        self.id, self.handle, self.name, self.zone = user_id, handle, name, zone
        self.admin, self.guest, self.bot = admin, guest, bot
        self.deleted = False
        self.status_emoji, self.status_text, self.status_expiration = "", "", 0
        self.updated = 0
        self.stack: list[View] = []
        self.notifications: list[tuple[str, str]] = []
        self.filled: dict[str, Typed] = {}

    def __repr__(self) -> str:
        return f"Person({self.handle})"

    # What they are

    @property
    def workspace(self) -> "Workspace":
        return self._workspace

    @property
    def team_id(self) -> str:
        return self._workspace.team_id

    @property
    def bot_id(self) -> str:
        return self._workspace.bot_id

    @property
    def app_id(self) -> str:
        return self._workspace.app_id

    @property
    def is_machine(self) -> bool:
        """A bot or Slackbot: nobody an app can write to."""
        return self.bot or self.id == USLACKBOT

    def now(self) -> datetime:
        return self._workspace.clock.now()

    # What they see

    @property
    def dm(self) -> list[Message]:
        """Their DM with the bot, oldest first, with what only they can see."""
        return self.sees(self._workspace.dm_with(self))

    def sees(self, where: str | Channel) -> list[Message]:
        """What they see in a conversation: nothing, in a private one they are not in."""
        channel = self._workspace.conversation(where)
        if channel.is_private and self.id not in channel.members:
            return []
        return [one for one in channel.messages if not one.deleted and one.ephemeral_for in (None, self.id)]

    def sees_thread(self, where: str | Channel, parent: Message | str) -> list[Message]:
        """What they see of a thread, oldest first, the message it is under among it."""
        ts = parent.ts if isinstance(parent, Message) else parent
        return [one for one in self.sees(where) if ts in (one.ts, one.thread_ts)]

    @property
    def ephemerals(self) -> list[Message]:
        """Everything only they can see, in all conversations, oldest first."""
        everything = [one for channel in self._workspace.channels.values() for one in channel.messages]
        own = [one for one in everything if one.ephemeral_for == self.id and not one.deleted]
        return sorted(own, key=lambda one: one.ts)

    @property
    def home(self) -> list[Json] | None:
        """The blocks on their Home tab, or None while nothing was published."""
        view = self._workspace.views.home(self)
        return view.blocks if view else None

    @property
    def modal(self) -> View | None:
        """The modal in front of them, or None."""
        return self.stack[-1] if self.stack else None

    @property
    def errors(self) -> dict[str, str]:
        """What stands under the fields of the modal in front of them, by block_id."""
        return dict(self.modal.errors) if self.modal else {}

    # What they do

    async def command(self, name: str, text: str = "", channel: str | Channel | None = None) -> Answer:
        """Type a slash command, in their DM with the bot unless a channel is given."""
        place = self._workspace.conversation(channel) if channel else self._workspace.dm_with(self)
        return await acting.command(self._workspace, self, name, text, place)

    async def click(
        self,
        where: "Message | Answer | str",
        label: str | None = None,
        *,
        action_id: str | None = None,
        row: str | None = None,
        value: Any = None,
    ) -> Answer:
        """Use the first element with that label (or action_id) in a message, an answer, "home" or "modal".

        `row` is text in the same block, or in the one just before. `value` is what is chosen in a select, a picker
        or an input; None with a select means the option called `label`. `NotShown` when it is not there.
        """
        payload = self.draft_click(where, label, action_id=action_id, row=row, value=value)
        return await acting.press(self._workspace, self, payload) if payload else Answer()

    def draft_click(
        self,
        where: "Message | Answer | str",
        label: str | None = None,
        *,
        action_id: str | None = None,
        row: str | None = None,
        value: Any = None,
    ) -> Json | None:
        """The payload such a click would send, for tests that forge one; None for inputs that tell nobody."""
        return acting.click(self._workspace, self, where, acting.Aim(label, action_id, row), value)

    async def shortcut(self, callback_id: str) -> Answer:
        """Use a global shortcut."""
        acting.require_shortcut(self._workspace, callback_id, "global")
        return await self.deliver(payloads.global_shortcut(self._workspace, self, callback_id), "interactive")

    async def message_shortcut(self, callback_id: str, message: Message) -> Answer:
        """Use a shortcut on a message that the person sees."""
        acting.require_shortcut(self._workspace, callback_id, "message")
        if message not in self.sees(message.channel):
            raise NotShown("They do not see that message.")
        payload = payloads.message_shortcut(self._workspace, self, callback_id, message)
        return await self.deliver(payload, "interactive")

    async def open_home(self, tab: str = "home") -> None:
        """Open the bot's Home tab (or its `messages` tab); the bot is sent `app_home_opened`."""
        self._require_active()
        if tab == "home" and not self._workspace.permissions.home_enabled:
            raise NotShown("The manifest does not turn the Home tab on.")
        view = self._workspace.views.home(self)
        await self._workspace.events.home_opened(self, self._workspace.dm_with(self), view, tab)

    async def say(self, where: str | Channel, text: str, thread: Message | None = None) -> Message:
        """Write in a channel they are in, or to "bot", or in the thread under a message."""
        self._require_active()
        place = self._workspace.dm_with(self) if where == "bot" else self._workspace.conversation(where)
        return await acting.say(
            self._workspace, self, place, as_typed(self._workspace, text, mentions=True), thread
        )

    async def reply(self, where: str | Channel, parent: Message | str, text: str) -> Message:
        """Write in the thread under a message they see, or under the one it is itself a reply to."""
        ts = parent.ts if isinstance(parent, Message) else parent
        found = next((one for one in self.sees(where) if one.ts == ts and not one.ephemeral_for), None)
        if found is None:
            raise NotShown(f"{self.handle} does not see the message to reply to.")
        return await self.say(where, text, found)

    async def submit(self, values: Json | None = None) -> Answer:
        """Fill in the modal in front of them, by block_id or label, and press its submit button.

        Fields that are not named keep what they hold. What Slack checks itself is in `errors` without the bot
        being asked; the bot's own answer (errors, update, push, clear) is carried out.
        """
        return await acting.submit(self._workspace, self, values or {})

    def fill(self, values: Json) -> None:
        """Fill in fields of the modal in front of them, without submitting."""
        acting.fill(self._workspace, self, acting.modal_of(self), values)

    def draft_submission(self, values: Json | None = None) -> Json:
        """The payload submitting would send, for tests that forge one."""
        self.fill(values or {})
        return payloads.submission(self._workspace, self, acting.modal_of(self))

    async def close_modal(self, *, everything: bool = False) -> Answer:
        """Close the modal in front of them, or the whole stack; the bot hears of it with notify_on_close."""
        return await acting.close_modal(self._workspace, self, everything)

    async def deliver(self, payload: Json, kind: str = "interactive") -> Answer:
        """Send the bot a raw payload (interactive, slash_commands, events_api); nothing checks it."""
        self._require_active()
        return acting.read_reply(await self._workspace.delivery.send(kind, payload))

    def _require_active(self) -> None:
        if self.deleted:
            raise NotShown(f"{self.handle} is deactivated and can do nothing here.")
