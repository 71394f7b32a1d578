"""Why did I (not) get this?: the last 14 days of what was due for a person, and what became of it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.home import queries
from bot.home.views.models import Due, DuePage
from bot.home.views.windows import DAYS
from bot.people.models import Person
from bot.slack import posts
from bot.slack.content import HOME
from bot.slack.models import Post, PostState

LOOKED_BACK = timedelta(days=DAYS)
PAGE = 20
MOST = 500

Words = Mapping[str, str]
"""What a post's view is called in plain words, such as `one_on_one.recap`: “Recap of a 1-on-1”."""


async def due_for(session: AsyncSession, person: Person, now: datetime, words: Words, page: int = 0) -> DuePage:
    """A page of 20 of what was due for this person in the last 14 days, newest first; the Home tab is no news.

    `page` counts from 0; one that does not exist reads as the nearest that does. At most 500 are looked through.
    """
    found = await posts.recent(session, person, now - LOOKED_BACK, limit=MOST + 1)
    rows = [due(post, words) for post in found[:MOST] if post.view != HOME and not _is_ahead(post, now)]
    pages = max(-(-len(rows) // PAGE), 1)
    page = min(max(page, 0), pages - 1)
    shown = tuple(rows[page * PAGE : (page + 1) * PAGE])
    return DuePage(shown, person.zone, page, pages, is_cut=len(found) > MOST)


async def lost_for(session: AsyncSession, person: Person, now: datetime, words: Words) -> list[Due]:
    """What could not be delivered to this person in the last 14 days, newest first."""
    found = await queries.lost_posts(session, person, now - LOOKED_BACK, MOST)
    return [due(post, words) for post in found if post.view != HOME]


def _is_ahead(post: Post, now: datetime) -> bool:
    """Whether it is asked for already, to be said at an instant that has not come."""
    return post.state is PostState.WANTED and post.created_at > now


def due(post: Post, words: Words) -> Due:
    """What a person is told about a post: its kind and its fate, never what it says."""
    about = words.get(post.view, "A message")
    return Due(post.id, post.created_at, about, post.state, post.shown_at, post.error)
