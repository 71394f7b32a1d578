"""How fast one method of one workspace may be called, learned from what Slack accepts and refuses."""

import math

# Slack lets several hundred messages a minute through; one a second is what it lets through to a single channel.
LEAST_GUESS = 1.0
LEAST = 0.2
MINUTE = 60.0
SEARCH = 1.023
"""Growth with each accepted call while the limit is only guessed: twice as fast after thirty."""
BACK_OFF = 0.04
"""How far below the limit it begins again; after `PLATEAU` calls it is back, after twice so many as far above."""
PLATEAU = 120
FIRST_PLATEAU = 40
ENOUGH = 10
LONG = 300
FAR_OFF = 1.3
AGAIN = 0.7
FIRST_AT_ONCE = 5
CALLS_A_PLACE = 20


class LearnedRate:
    """A rate of calls with no burst above it once it is known; unlimited until Slack refuses for the first time.

    Instants and waits are seconds of one monotonic clock. What is accepted between two refusals is what Slack lets
    through in that time, for its bucket was empty at both: so a refusal measures the limit. From just below it the
    rate grows with each accepted call, slowly around the limit and faster beyond it, as CUBIC does (RFC 9438).
    """

    def __init__(self, per_minute: float | None = None) -> None:
        """Without a number nothing is known; with one, that many a minute are known to be let through at once."""
        self._peak = per_minute / MINUTE if per_minute else None
        self._burst = max(per_minute - 1, 0.0) if per_minute else 0.0
        self._measured = self._peak
        self._is_guess = False
        self._plateau = PLATEAU
        self._since = 0
        """Calls accepted since the rate was last set."""
        self._set_at = -math.inf
        self._next = -math.inf
        self._emptied_at: float | None = None
        """Since when calls have gone out without a gap, beginning with Slack's bucket empty."""
        self._accepted = 0
        """In the time since then."""
        self._recent, self._recent_at = 0.0, 0.0
        """Accepted calls of about the last minute, as of an instant."""
        self._ever = 0

    @property
    def per_second(self) -> float | None:
        """The rate at present; None while nothing has ever been refused."""
        if self._peak is None:
            return None
        if self._is_guess:
            return self._peak * math.pow(SEARCH, min(self._since, PLATEAU * 5))
        beyond = (self._since - self._plateau) / self._plateau
        return self._peak * (1 + BACK_OFF * beyond**3)

    def at_once(self, most: int) -> int:
        """How many calls may be under way: few at first, since all that are meet the first refusal."""
        return min(most, FIRST_AT_ONCE + self._ever // CALLS_A_PLACE)

    def wait(self, now: float, others: int = 0) -> float:
        """Seconds until one more call may begin, after `others` that are to begin before it."""
        rate = self.per_second
        if rate is None:
            return max(self._next - now, 0.0)
        return max(self._next + (others - self._burst) / rate - now, (others - self._burst) / rate, 0.0)

    def begin(self, now: float) -> float:
        """Take the next turn; answers when it is, which is now or later."""
        start, rate = now + self.wait(now), self.per_second
        if rate is not None:
            if now - self._next > max(1.0, 3 / rate):
                self._emptied_at = None  # Slack's bucket has filled meanwhile: what follows measures nothing
            self._next = max(self._next, start) + 1 / rate
        return start

    def accepted(self, start: float) -> None:
        """The call that began at `start` was not refused for its rate."""
        self._accepted += 1
        self._since += 1
        self._ever += 1
        self._recent = self._recent_by(start) + 1
        self._recent_at = max(start, self._recent_at)

    def refused(self, start: float, now: float, wait: float) -> None:
        """The call that began at `start` was refused, and Slack wants no other for so many seconds."""
        if start > self._set_at:  # else it was under way when the rate was last set: it says nothing new
            self._set(now)
            self._next = now
        self._next = max(self._next, now + wait)

    def _set(self, now: float) -> None:
        rate, since, accepted = self.per_second, self._emptied_at, self._accepted
        if rate is None:
            self._peak, self._is_guess = max(LEAST_GUESS, self._recent_by(now) / MINUTE), True
            self._measure_from(now)
        elif since is None:
            # After a pause a burst may have gone well for long: back to what is known to be let through for ever.
            self._peak, self._plateau = min(rate, self._measured or rate * AGAIN), PLATEAU
            self._measure_from(now)
        elif accepted < ENOUGH:
            self._peak, self._plateau = max(rate * AGAIN, LEAST), FIRST_PLATEAU
        else:
            self._measure(rate, accepted / (now - since), now)
        self._is_guess = self._is_guess and rate is None
        self._burst, self._since, self._set_at = 0.0, 0, now

    def _measure(self, rate: float, passed: float, now: float) -> None:
        """Slack lets `passed` a second through, or more if its bucket was full meanwhile, but less than `rate`."""
        is_far_off = rate >= FAR_OFF * passed
        self._peak = math.sqrt(rate * passed) if is_far_off else min(rate, passed)
        self._measured = self._peak
        self._plateau = min(PLATEAU, max(self._accepted, FIRST_PLATEAU))
        if is_far_off or self._accepted >= LONG:
            self._measure_from(now)

    def _measure_from(self, now: float) -> None:
        self._emptied_at, self._accepted = now, 0

    def _recent_by(self, now: float) -> float:
        return self._recent * math.exp(min(self._recent_at - now, 0.0) / MINUTE)
