"""What this bot consists of: one line in each table adds a ritual; the machinery knows none by name."""

from collections.abc import Mapping

from bot.action_items import moments as action_moments
from bot.action_items import posts as action_posts
from bot.blockers import listeners as blocker_listeners
from bot.blockers import moments as blocker_moments
from bot.blockers import posts as blocker_posts
from bot.blockers import reacting as blockers
from bot.feeds import listeners as feed_listeners
from bot.home import listeners as home_listeners
from bot.home.posts import home
from bot.home.section import Section
from bot.opportunities import listeners as opportunity_listeners
from bot.people import listeners as people_listeners
from bot.people.directory import Reaction
from bot.people.reactions import DaysReaction, in_turn
from bot.rituals.one_on_one import listeners as one_on_one_listeners
from bot.rituals.one_on_one import posts as one_on_one_posts
from bot.rituals.one_on_one import reactions as one_on_one_reactions
from bot.rituals.one_on_one import ritual as one_on_one
from bot.rituals.sprint import listeners as sprint_listeners
from bot.rituals.sprint import posts as sprint_posts
from bot.rituals.sprint import ritual as sprint
from bot.rituals.sprint.around import Around, next_of
from bot.rituals.standup import at_home as standup_at_home
from bot.rituals.standup import changed as standup_changed
from bot.rituals.standup import listeners as standup_listeners
from bot.rituals.standup import posts as standup_posts
from bot.rituals.standup import reactions as standup_reactions
from bot.rituals.standup import ritual as standup
from bot.schedule.moments import Ritual
from bot.schedule.ticker import DueSource, series_source
from bot.setup import listeners as setup_listeners
from bot.setup import posts as setup_posts
from bot.slack import talk
from bot.slack.delivery import Lost
from bot.slack.posts import Composers
from bot.slack.surface import Surface, joined
from bot.sprints import reactions as sprint_reactions
from bot.teams import listeners as team_listeners
from bot.teams import posts as team_posts
from bot.teams import reactions as team_reactions
from bot.teams.following import RosterReaction

RITUALS: Mapping[str, Ritual] = {
    ritual.name: ritual for ritual in (one_on_one.RITUAL, standup.RITUAL, *sprint.RITUALS)
}

SOURCES: tuple[DueSource, ...] = (series_source(RITUALS), action_moments.MOMENTS, blocker_moments.MOMENTS)

ROSTER_REACTIONS: tuple[RosterReaction, ...] = (
    standup_reactions.roster_changed,
    sprint_reactions.team_changed,
    blockers.roster_changed,
)

REACTIONS: tuple[Reaction, ...] = (
    one_on_one_reactions.person_changed,
    standup_reactions.person_changed,
    sprint_reactions.person_changed,
    blockers.person_changed,
    team_reactions.person_changed(ROSTER_REACTIONS),
)

DAYS_CHANGED: DaysReaction = in_turn(
    (
        one_on_one_reactions.days_changed,
        standup_reactions.days_changed,
        sprint_reactions.days_changed,
        blockers.days_changed,
    )
)

AROUND_SPRINTS = Around(next_of(standup.RITUAL), DAYS_CHANGED)

SECTIONS: tuple[Section, ...] = (
    Section("today", standup_at_home.home_blocks),
    Section("1-on-1s", one_on_one.home_blocks),
    Section("Sprints", sprint.home_blocks(AROUND_SPRINTS)),
)

WORDS: Mapping[str, str] = {
    "form": "A form to open again",
    **action_posts.WORDS,
    **blocker_posts.WORDS,
    **one_on_one_posts.WORDS,
    **setup_posts.WORDS,
    **sprint_posts.WORDS,
    **standup_posts.WORDS,
    **team_posts.WORDS,
}

POSTS: Composers = {
    **talk.POSTS,
    **action_posts.POSTS,
    **blocker_posts.POSTS,
    **one_on_one_posts.POSTS,
    **setup_posts.posts(RITUALS),
    **sprint_posts.POSTS,
    **standup_posts.POSTS,
    **team_posts.POSTS,
    "home": home(SECTIONS, WORDS),
}

LOST_IN_CHANNEL: Lost = team_posts.channel_lost

OFFERED: Surface = joined(
    (
        one_on_one_listeners.SURFACE,
        sprint_listeners.surface(AROUND_SPRINTS),
        standup_listeners.surface(DAYS_CHANGED, ROSTER_REACTIONS),
        blocker_listeners.surface(standup_changed.team_changed),
        opportunity_listeners.SURFACE,
        team_listeners.surface(ROSTER_REACTIONS),
        setup_listeners.SURFACE,
        people_listeners.surface(REACTIONS),
        talk.SURFACE,
        feed_listeners.SURFACE,
    )
)

SURFACE: Surface = joined((OFFERED, home_listeners.surface(DAYS_CHANGED, WORDS, OFFERED)))
