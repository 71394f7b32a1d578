"""The ways Slack and the network go wrong, ordered by a test or by a person in the demo."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["refuse", "rate_limit", "server_error", "drop_answer"]


@dataclass
class Fault:
    """One thing that will go wrong with calls of `method`, `times` times."""

    kind: Kind
    method: str
    times: int
    error: str = ""
    status: int = 200
    retry_after: int = 0
    accepted: bool = False
    extra: dict[str, Any] = field(default_factory=dict)


class Faults:
    """Faults wait here until a call meets them; delays stay until cleared."""

    def __init__(self, cut_sockets: Callable[[], None], token_revoked: Callable[[], None]) -> None:
        self._cut_sockets = cut_sockets
        self._tell_of_revocation = token_revoked
        self._waiting: list[Fault] = []
        self._delays: dict[str | None, float] = {}
        self.repeats = 0
        self.revoked = False

    def delay(self, seconds: float, method: str | None = None) -> None:
        """Every answer (of one method, or of all) comes that many real seconds later, until cleared."""
        self._delays[method] = seconds

    def refuse(self, method: str, error: str, times: int = 1, **extra: Any) -> None:
        self._waiting.append(Fault("refuse", method, times, error=error, extra=extra))

    def rate_limit(self, method: str, retry_after: int, times: int = 1) -> None:
        """Answer with 429 and `Retry-After` in seconds; the call has no effect."""
        fault = Fault("rate_limit", method, times, error="ratelimited", status=429, retry_after=retry_after)
        self._waiting.append(fault)

    def server_error(self, method: str, status: int = 500, times: int = 1, accepted: bool = False) -> None:
        """Answer with that status; `accepted` lets the call take effect first."""
        self._waiting.append(Fault("server_error", method, times, status=status, accepted=accepted))

    def drop_answer(self, method: str, times: int = 1) -> None:
        """The call takes effect and its connection is cut before the answer."""
        self._waiting.append(Fault("drop_answer", method, times, accepted=True))

    def drop_socket(self) -> None:
        """Cut every open socket without a word."""
        self._cut_sockets()

    def repeat_next_envelope(self) -> None:
        """Deliver the next envelope twice."""
        self.repeats += 1

    def revoke_token(self) -> None:
        """From now on the bot's token is refused; the bot is told by `tokens_revoked` if it subscribes to it."""
        self.revoked = True
        self._tell_of_revocation()

    def clear(self) -> None:
        """Everything works again, the token too."""
        self._waiting.clear()
        self._delays.clear()
        self.repeats, self.revoked = 0, False

    def delay_of(self, method: str) -> float:
        return self._delays.get(method, self._delays.get(None, 0.0))

    def take(self, method: str) -> Fault | None:
        """The first waiting fault of that method, counted as used."""
        fault = next((one for one in self._waiting if one.method == method), None)
        if fault is None:
            return None
        fault.times -= 1
        if fault.times <= 0:
            self._waiting.remove(fault)
        return fault

    def take_repeat(self) -> bool:
        """Whether the next delivery is made twice; counted as used."""
        repeated = self.repeats > 0
        self.repeats -= int(repeated)
        return repeated
