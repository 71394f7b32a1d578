"""Everything blockers show is what Slack takes, pings nobody and hides nothing, however long the words are."""

import json
from dataclasses import replace

import pytest

from bot.blockers import form_views, views
from bot.blockers.form_views import BlockerForm
from bot.blockers.views import BlockerLine, Seen
from bot.raised.views import Choice
from bot.sandbox.limits import message_problems, view_problems, view_too_large
from bot.slack.answers import Answer
from bot.slack.content import Message
from bot.slack.rich_text import RichText
from tests.stage import everything_in

LONGEST_FALLBACK = 4000
MOST_CHARACTERS = 12_000
HARD = {
    "plain": "The VPN is down",
    "long": "The VPN is down since Monday. " * 334,
    "one word": "x" * 10_000,
    "emoji": "👩‍👩‍👧‍👦" * 1_400,
    "markup": "<!channel> *bold* `code` ``` & <@U1> <https://x.example|y> :tada:",
    "invisible": "\u200b\u2060",
    "lines": "\n".join(f"line {number}" for number in range(900)),
}


def blocker(text: str = "The VPN is down", **more: object) -> BlockerLine:
    made = BlockerLine(7, "B7", RichText.of(text), "Ann", "2 days", "2 March", is_own=True, may_resolve=True)
    return replace(made, **more)


def variants(text: str) -> dict[str, BlockerLine]:
    """The same blocker in everything that can become of it, seen by everyone."""
    return {
        "own": blocker(text, again="again (third time, first on 3 March)", confirmed_on="4 March"),
        "another's": blocker(text, is_own=False),
        "observed": blocker(text, is_own=False, may_resolve=False, owner=text[:255]),
        "resolved": blocker(text, resolved="resolved by Bob on 4 March"),
        "taken back": blocker(text, is_taken_back=True),
    }


def shown(text: str) -> dict[str, object]:
    """Every view, by name."""
    own = blocker(text)
    page = tuple(replace(own, id=number) for number in range(1, views.PAGE + 1))
    choices = tuple(Choice(str(number), f"B{number} {text}"[:75]) for number in range(1, 150))
    resolved = tuple(replace(each, resolved="resolved by Bob on 4 March") for each in page)
    form = BlockerForm(RichText.of(text), choices=choices, resolved=choices, again_of="149")
    made: dict[str, object] = {
        "list": views.blockers_window(Seen(3, text[:80], page, (), True, 12, 30, 40)),
        "resolved": views.blockers_window(Seen(3, text[:80], (), resolved, False, 24, 3, 40)),
        "form": form_views.blocker_form(form),
        "form in a team": form_views.blocker_form(replace(form, team_id=3, team=text[:80], choices=())),
        "edit": form_views.edit_form(7, form),
        "raised": form_views.raised([own, own], 3, text[:80]),
        "resolved answer": form_views.resolved(own),
        "reopened": form_views.reopened(own),
        "taken back": form_views.taken_back(own),
    }
    for name, each in variants(text).items():
        made[f"one {name}"] = views.one_window(each, text[:80])
        made[f"lead {name}"] = views.to_lead(each, 3, text[:80])
        made[f"row {name}"] = Message("x", views.blocker_row(each))
    return made


def problems(each: object) -> list[str]:
    if isinstance(each, dict):
        return [*view_problems(each), *(["view_too_large"] if view_too_large(each) else [])]
    assert isinstance(each, Message | Answer)
    found = message_problems({"text": each.text, "blocks": list(each.blocks)})
    assert each.text
    length = len(everything_in(list(each.blocks)))
    return found + (["too long"] if len(each.text) > LONGEST_FALLBACK or length > MOST_CHARACTERS else [])


@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
def test_slack_takes_every_view(text: str) -> None:
    refused = {name: found for name, each in shown(text).items() if (found := problems(each))}
    assert refused == {}


def test_words_of_people_stand_nowhere_as_mrkdwn() -> None:
    for name, each in shown(HARD["markup"]).items():
        blocks = each["blocks"] if isinstance(each, dict) else each.blocks
        assert "<!channel>" not in json.dumps(_mrkdwn(list(blocks))), name
        assert isinstance(each, dict) or "<!channel>" not in str(each.text), name


def _mrkdwn(node: object) -> list[str]:
    if isinstance(node, list):
        return [text for each in node for text in _mrkdwn(each)]
    if not isinstance(node, dict):
        return []
    own = [node["text"]] if node.get("type") == "mrkdwn" else []
    return own + [text for value in node.values() for text in _mrkdwn(value)]


def test_ten_thousand_characters_are_folded_in_a_list_and_whole_behind_show() -> None:
    long = blocker(HARD["long"])
    line = views.blocker_line(long)
    assert line["accessory"]["text"]["text"] == "Show"
    assert len(line["text"]["text"]) < 250
    whole = everything_in(views.one_window(long, "Falcon"))
    assert whole.count("The VPN is down since Monday.") == 334
    assert "accessory" not in views.blocker_line(blocker())


def test_the_message_to_the_lead_says_what_it_leaves_out_and_shows_it() -> None:
    message = views.to_lead(blocker(HARD["long"], is_own=False), 3, "Falcon")
    said = everything_in(message.blocks)
    assert "more characters" in said
    assert "Show" in said
    assert "B7 in Falcon has been open for two working days" in message.text


def test_only_its_owner_sees_still_blocked_and_only_who_may_sees_resolved() -> None:
    labels = {name: everything_in(views.blocker_row(each)) for name, each in variants("VPN").items()}
    assert "Still blocked" in labels["own"]
    assert "Still blocked" not in labels["another's"]
    assert "Resolved" in labels["another's"]
    assert "Resolved" not in labels["observed"]
    assert "Not resolved after all" in labels["resolved"]


def test_a_team_without_blockers_reads_that() -> None:
    assert "Nothing is in the way" in everything_in(views.blockers_window(Seen(3, "Falcon")))
