// rich_text blocks: sections, lists, quotes, preformatted text and what stands in them.

import { slackDate } from "./dates.js";
import { el } from "./dom.js";
import { emoji } from "./emoji.js";
import { channel, group, link, mention, person } from "./mrkdwn.js";

const STYLES = { bold: "strong", italic: "em", strike: "s", code: "code", underline: "u" };

/** Nodes for a rich_text block. */
export function richText(block, ctx) {
  const nodes = [];
  for (const part of block.elements) {
    if (part.type === "rich_text_list") nodes.push(list(part, ctx));
    else if (part.type === "rich_text_quote") nodes.push(el("blockquote", {}, ...pieces(part, ctx)));
    else if (part.type === "rich_text_preformatted") nodes.push(el("pre", {}, ...pieces(part, ctx)));
    else nodes.push(el("div", {}, ...pieces(part, ctx)));
  }
  return nodes;
}

function list(part, ctx) {
  const ordered = part.style === "ordered";
  const items = part.elements.map((item) => el("li", {}, ...pieces(item, ctx)));
  const attributes = { class: `indent-${part.indent ?? 0}` };
  if (ordered && part.offset) attributes.start = part.offset + 1;
  return el(ordered ? "ol" : "ul", attributes, ...items);
}

function pieces(part, ctx) {
  return part.elements.map((piece) => styled(piece.style, one(piece, ctx)));
}

function one(piece, ctx) {
  const kinds = {
    text: () => piece.text,
    link: () => link(piece.url, piece.text || piece.url),
    emoji: () => emoji(piece.name),
    user: () => person(piece.user_id, ctx),
    channel: () => channel(piece.channel_id, ctx),
    usergroup: () => group(piece.usergroup_id, ctx),
    team: () => mention("@team"),
    broadcast: () => mention(`@${piece.range}`),
    color: () => piece.value,
    date: () => el("time", { title: ctx.zone }, slackDate(piece.timestamp, piece.format, ctx)),
  };
  return (kinds[piece.type] ?? (() => ""))();
}

function styled(style, node) {
  return Object.entries(STYLES).reduce((inner, [name, tag]) => (style?.[name] ? el(tag, {}, inner) : inner), node);
}
