"""Many names, in as many paragraphs as it takes."""

from collections.abc import Sequence

from bot.slack.blocks import SECTION, Block, context, words

# Some 2,500 names; as JSON, where a character may take six bytes, still within Slack's 250,000 for a view.
PARAGRAPHS = 12


def in_paragraphs(names: Sequence[str], most: int | None = None) -> list[Block]:
    """The first names, all of them by default, none of them cut in two, and how many more there are."""
    paragraphs: list[list[str]] = [[]]
    for name in names[:most]:
        if len(", ".join((*paragraphs[-1], name))) > SECTION:
            paragraphs.append([])
        if len(paragraphs) > PARAGRAPHS:
            break
        paragraphs[-1].append(name)
    shown = paragraphs[:PARAGRAPHS]
    rest = len(names) - sum(map(len, shown))
    more = [context(f"and {rest} more")] if rest else []
    return [*(words(", ".join(paragraph)) for paragraph in shown), *more]
