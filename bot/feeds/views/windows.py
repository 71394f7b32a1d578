"""The window of a person's calendar addresses."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack import blocks
from bot.slack.blocks import Block, View

WINDOW = "calendar.addresses"
MOST = 15
INTRO = (
    "Add one of these addresses to your calendar program (“from URL”). It shows dates and names of meetings and"
    " nothing that is said in them. Who knows an address can read it: keep it to yourself, and revoke it if it got"
    " around."
)
NO_HTTP = (
    "This bot is not reachable from outside Slack, so it has no calendar to offer. Whoever runs it can change"
    " that: set PORT and PUBLIC_URL."
)
STOPS = blocks.confirmation(
    "Make a new address?", "The old one stops working at once.", "Make a new one", "Keep the old one"
)
REVOKES = blocks.confirmation("Revoke it?", "Calendars that use it show nothing new.", "Revoke", "Keep it")


@dataclass(frozen=True)
class Offer:
    """One calendar a person can have: what it shows, and its address if they have one."""

    title: str
    team_id: int | None = None
    address_id: int | None = None
    url: str | None = None


def window(offers: Sequence[Offer]) -> View:
    """Every calendar on offer, with its address or the button that makes one."""
    rows = [block for offer in offers[:MOST] for block in _offer(offer)]
    rest = len(offers) - MOST
    more = [blocks.context(f"… and {rest} more teams, which I have no room for here.")] if rest > 0 else []
    return blocks.modal(WINDOW, "Calendar addresses", [blocks.words(INTRO), *rows, *more])


def not_reachable() -> View:
    """Why there is none."""
    return blocks.modal(WINDOW, "Calendar addresses", [blocks.words(NO_HTTP)])


def _offer(offer: Offer) -> list[Block]:
    value = "" if offer.team_id is None else offer.team_id
    title = blocks.line(blocks.bold(offer.title))
    if offer.url is None or offer.address_id is None:
        make = blocks.button(
            "Make an address", "calendar.make", value, spoken=f"Make an address for {offer.title}"
        )
        return [blocks.divider(), title, blocks.actions(make)]
    new = blocks.button("New address", "calendar.make", value, asks=STOPS, spoken=f"New address: {offer.title}")
    revoke = blocks.button(
        "Revoke", "calendar.revoke", offer.address_id, asks=REVOKES, spoken=f"Revoke: {offer.title}"
    )
    return [blocks.divider(), title, _copied(offer.url), blocks.actions(new, revoke)]


def _copied(url: str) -> Block:
    """An address as it is, to be copied whole."""
    quoted = {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": url}]}
    return {"type": "rich_text", "elements": [quoted]}
