"""What this bot consists of: one line in each table adds a ritual; the machinery knows none by name."""

from collections.abc import Mapping

from bot.action_items import moments as action_moments
from bot.action_items import posts as action_posts
from bot.feeds import listeners as feed_listeners
from bot.home import listeners as home_listeners
from bot.home.posts import home
from bot.home.section import Section
from bot.people import listeners as people_listeners
from bot.people.directory import Reaction
from bot.rituals.one_on_one import listeners as one_on_one_listeners
from bot.rituals.one_on_one import posts as one_on_one_posts
from bot.rituals.one_on_one import reactions as one_on_one_reactions
from bot.rituals.one_on_one import ritual as one_on_one
from bot.schedule.moments import Ritual
from bot.schedule.ticker import DueSource, series_source
from bot.slack import talk
from bot.slack.delivery import Lost, nobody_is_told
from bot.slack.posts import Composers
from bot.slack.surface import Surface, joined

RITUALS: Mapping[str, Ritual] = {one_on_one.RITUAL.name: one_on_one.RITUAL}

SOURCES: tuple[DueSource, ...] = (series_source(RITUALS), action_moments.MOMENTS)

REACTIONS: tuple[Reaction, ...] = (one_on_one_reactions.person_changed,)

SECTIONS: tuple[Section, ...] = (Section("1-on-1s", one_on_one.home_blocks),)

WORDS: Mapping[str, str] = {
    "form": "A form to open again",
    **action_posts.WORDS,
    **one_on_one_posts.WORDS,
}

POSTS: Composers = {
    **talk.POSTS,
    **action_posts.POSTS,
    **one_on_one_posts.POSTS,
    "home": home(SECTIONS, WORDS),
}

LOST_IN_CHANNEL: Lost = nobody_is_told

OFFERED: Surface = joined(
    (one_on_one_listeners.SURFACE, people_listeners.surface(REACTIONS), talk.SURFACE, feed_listeners.SURFACE)
)

SURFACE: Surface = joined((OFFERED, home_listeners.surface(one_on_one_reactions.days_changed, WORDS, OFFERED)))
