"""The inputs of a form as small pure builders; what each holds is read by `bot.slack.values`."""

from collections.abc import Iterable, Sequence
from datetime import date, time
from decimal import Decimal
from itertools import groupby

from bot.slack.blocks import (
    BOXES,
    INPUT_LABEL,
    LABEL,
    OPTIONS,
    PLACEHOLDER,
    SECTION,
    Block,
    Element,
    option,
    plain,
)
from bot.slack.rich_text import RichText
from bot.slack.text import is_blank


def field(
    block_id: str, label: str, element: Element, *, optional: bool = False, hint: str | None = None
) -> Block:
    """A labelled input of a form."""
    made = {"type": "input", "block_id": block_id, "label": plain(label, INPUT_LABEL), "element": element}
    if hint:
        made["hint"] = plain(hint, INPUT_LABEL)
    return made | {"optional": True} if optional else made


def text_input(
    initial: str = "",
    *,
    most: int = SECTION,
    multiline: bool = False,
    placeholder: str | None = None,
    focus: bool = False,
) -> Element:
    """A box to type in, `most` characters long; a longer `initial` begins it, and its caller shows the rest."""
    element: Element = {
        "type": "plain_text_input",
        "action_id": "input",
        "max_length": most,
        "multiline": multiline,
    }
    if not is_blank(initial):
        element["initial_value"] = initial[:most]
    if placeholder:
        element["placeholder"] = plain(placeholder, PLACEHOLDER)
    return element | {"focus_on_load": True} if focus else element


def rich_text_input(
    initial: RichText | None = None, *, placeholder: str | None = None, focus: bool = False
) -> Element:
    """A box to write in with styles, lists, links and mentions; Slack sets no limit to what it takes."""
    element: Element = {"type": "rich_text_input", "action_id": "input"}
    if initial is not None and not initial.is_blank:
        element["initial_value"] = initial.for_editing()
    if placeholder:
        element["placeholder"] = plain(placeholder, PLACEHOLDER)
    return element | {"focus_on_load": True} if focus else element


def number_input(
    initial: Decimal | int | None = None,
    *,
    least: Decimal | int | None = None,
    most: Decimal | int | None = None,
    is_decimal: bool = False,
) -> Element:
    """A box for a number from `least` to `most`, both taken; whole unless `is_decimal`."""
    element: Element = {"type": "number_input", "action_id": "input", "is_decimal_allowed": is_decimal}
    given = {"initial_value": initial, "min_value": least, "max_value": most}
    return element | {name: f"{Decimal(number):f}" for name, number in given.items() if number is not None}


def select(options: Sequence[Element], chosen: str | None = None, placeholder: str = "Choose one") -> Element:
    """A menu of the first hundred options; `chosen` is the value of the one that is chosen already."""
    offered = list(options[:OPTIONS])
    element: Element = {"type": "static_select", "action_id": "input", "options": offered}
    element["placeholder"] = plain(placeholder, PLACEHOLDER)
    return element | _first(offered, chosen)


def radio(options: Sequence[Element], chosen: str | None = None) -> Element:
    """A choice of which all options can be seen."""
    offered = list(options[:BOXES])
    return {"type": "radio_buttons", "action_id": "input", "options": offered} | _first(offered, chosen)


def _first(offered: Sequence[Element], chosen: str | None) -> Element:
    found = next((one for one in offered if one["value"] == chosen), None)
    return {} if found is None else {"initial_option": found}


def checkboxes(options: Sequence[Element], chosen: Iterable[str] = ()) -> Element:
    """Boxes to tick, at most ten."""
    offered = list(options[:BOXES])
    ticked = [one for one in offered if one["value"] in set(chosen)]
    element: Element = {"type": "checkboxes", "action_id": "input", "options": offered}
    return element | {"initial_options": ticked} if ticked else element


def person_select(chosen: str | None = None, placeholder: str = "Choose a person") -> Element:
    """A menu of the workspace's people; `chosen` is a Slack id."""
    element: Element = {
        "type": "users_select",
        "action_id": "input",
        "placeholder": plain(placeholder, PLACEHOLDER),
    }
    return element | {"initial_user": chosen} if chosen else element


def people_select(
    chosen: Iterable[str] = (), *, most: int | None = None, placeholder: str = "Choose people"
) -> Element:
    """A menu of the workspace's people to choose several from, `most` at most; `chosen` are Slack ids."""
    element: Element = {
        "type": "multi_users_select",
        "action_id": "input",
        "placeholder": plain(placeholder, PLACEHOLDER),
    }
    given = {"initial_users": list(chosen), "max_selected_items": most}
    return element | {name: value for name, value in given.items() if value}


def channel_select(chosen: str | None = None, placeholder: str = "Choose a channel") -> Element:
    """A menu of public channels and of the private ones that whoever chooses is in; `chosen` is a Slack id."""
    element: Element = {
        "type": "conversations_select",
        "action_id": "input",
        "placeholder": plain(placeholder, PLACEHOLDER),
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    return element | {"initial_conversation": chosen} if chosen else element


def day_picker(chosen: date | None = None) -> Element:
    """A calendar to choose a day from."""
    element: Element = {"type": "datepicker", "action_id": "input", "placeholder": plain("Choose a day")}
    return element | {"initial_date": chosen.isoformat()} if chosen else element


def time_picker(chosen: time | None = None) -> Element:
    """A wall-clock time, to the minute."""
    element: Element = {"type": "timepicker", "action_id": "input", "placeholder": plain("Choose a time")}
    return element | {"initial_time": f"{chosen:%H:%M}"} if chosen else element


def zone_select(zones: Iterable[str], chosen: str) -> Element:
    """A menu of time zones and the chosen one, in order; more than a menu's hundred are grouped by region."""
    offered = sorted({*zones, chosen})
    if len(offered) <= OPTIONS:
        return select([option(zone, zone) for zone in offered], chosen)
    by_region = groupby(sorted(offered, key=_region), key=_region)
    groups = [group for region, found in by_region for group in _groups(region, list(found))]
    element: Element = {"type": "static_select", "action_id": "input", "option_groups": groups}
    element["placeholder"] = plain("Choose one", PLACEHOLDER)
    return element | {"initial_option": option(chosen, chosen)}


def _region(zone: str) -> str:
    return zone.partition("/")[0] if "/" in zone else "Other"


def _groups(region: str, zones: Sequence[str]) -> list[Element]:
    parts = [zones[start : start + OPTIONS] for start in range(0, len(zones), OPTIONS)]
    return [{"label": plain(region, LABEL), "options": [option(zone, zone) for zone in part]} for part in parts]
