"""Which of what is due a lane takes in hand next: what the pace lets out soon, and each conversation in order."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.slack import calls
from bot.slack.calls import Step
from bot.slack.models import Post, PostState
from bot.slack.pacing import LanePace

# A claim that waits is composed too early and in doubt after a crash: it waits no longer than this.
AHEAD = 0.25


@dataclass
class Picked:
    """Posts to take in hand; and what of those that were looked at has to wait for the pace."""

    posts: list[Post] = field(default_factory=list)
    methods: set[str] = field(default_factory=set)
    """No more calls of these begin soon."""
    conversations: set[str] = field(default_factory=set)
    """Nobody may be told anything there soon."""
    opens_in: float | None = None
    """Seconds until the first of what waits may be taken in hand."""

    @property
    def waiting(self) -> int:
        """How many methods and conversations have to wait."""
        return len(self.methods) + len(self.conversations)

    def waits(self, seconds: float) -> None:
        """Something may begin in so many seconds."""
        opens_in = max(seconds - AHEAD, 0.0)
        self.opens_in = opens_in if self.opens_in is None else min(self.opens_in, opens_in)


def pick(due: Sequence[Post], pace: LanePace, picked: Picked) -> None:
    """Sort what is due into `picked`: what may begin within `AHEAD` seconds, and what it is that has to wait."""
    begun = Counter(method_of(post) for post in picked.posts)
    for post in _one_for_all(due):
        method, conversation = method_of(post), conversation_of(post)
        if conversation in picked.conversations or method in picked.methods:
            continue
        if (wait := pace.wait(method, None, begun[method])) > AHEAD:
            picked.methods.add(method)
            picked.waits(wait)
        elif conversation is not None and (wait := pace.wait(method, conversation)) > AHEAD:
            picked.conversations.add(conversation)
            picked.waits(wait)
        else:
            picked.posts.append(post)
            begun[method] += 1
            if conversation is not None and pace.spaces:
                picked.conversations.add(conversation)


def method_of(post: Post) -> str:
    """What has to be called for a post about which there is something to do."""
    return calls.method(calls.next_step(post), post)


def conversation_of(post: Post) -> str | None:
    """Where a message comes to stand by the call a post needs next; None when no message does."""
    return post.address if calls.next_step(post) is Step.POST else None


def _one_for_all(due: Sequence[Post]) -> list[Post]:
    """Of what a person is to be told in one message only the first: the rest goes out with it, or after it."""
    first: dict[int | None, int] = {}
    for post in due:
        if _may_gather(post):
            first.setdefault(post.recipient_id, post.id)
    return [post for post in due if not _may_gather(post) or first[post.recipient_id] == post.id]


def _may_gather(post: Post) -> bool:
    return post.gathers and post.state is PostState.WANTED
