// Slack's mrkdwn, turned into elements; whatever is not markup stays text.

import { slackDate } from "./dates.js";
import { el } from "./dom.js";
import { emoji } from "./emoji.js";

const INLINE = new RegExp(
  [
    "`(?<code>[^`\\n]+)`",
    "<(?<angle>[^<>\\n]+)>",
    ":(?<emoji>[a-z0-9_+'-]+(?:::[a-z0-9_-]+)?):",
    "(?<![\\w*])\\*(?<bold>\\S(?:[^*\\n]*[^\\s*])?)\\*(?![\\w*])",
    "(?<![\\w_])_(?<italic>\\S(?:[^_\\n]*[^\\s_])?)_(?![\\w_])",
    "(?<![\\w~])~(?<strike>\\S(?:[^~\\n]*[^\\s~])?)~(?![\\w~])",
  ].join("|"),
);
const TAGS = { bold: "strong", italic: "em", strike: "s" };

/** Nodes for a mrkdwn text. */
export function mrkdwn(text, ctx) {
  return text.split(/```([\s\S]*?)```/).flatMap((piece, n) => {
    if (n % 2) return [el("pre", {}, unescaped(piece.replace(/^\n|\n$/g, "")))];
    return paragraphs(n ? piece.replace(/^\n/, "") : piece, ctx);
  });
}

/** Nodes for a plain text: emoji names become emoji, all else stays as written. */
export function plain(text) {
  return [text.replace(/:([a-z0-9_+'-]+):/g, (whole, name) => emoji(name))];
}

/** Nodes for a text object of either type. */
export function textOf(object, ctx) {
  return object.type === "mrkdwn" ? mrkdwn(object.text, ctx) : plain(object.text);
}

function paragraphs(text, ctx) {
  const nodes = [];
  let quoted = [];
  const endQuote = () => {
    if (quoted.length) nodes.push(el("blockquote", {}, ...inline(quoted.join("\n"), ctx)));
    quoted = [];
  };
  const lines = text.split("\n");
  lines.forEach((line, n) => {
    const quote = /^(?:&gt;|>) ?(.*)$/.exec(line);
    if (quote) {
      quoted.push(quote[1]);
      return;
    }
    endQuote();
    nodes.push(...inline(line, ctx), ...(n < lines.length - 1 ? ["\n"] : []));
  });
  endQuote();
  return nodes;
}

function inline(text, ctx) {
  const nodes = [];
  for (let rest = text; rest; ) {
    const found = INLINE.exec(rest);
    if (!found) return [...nodes, unescaped(rest)];
    if (found.index) nodes.push(unescaped(rest.slice(0, found.index)));
    nodes.push(marked(found.groups, ctx));
    rest = rest.slice(found.index + found[0].length);
  }
  return nodes;
}

function marked(groups, ctx) {
  if (groups.code) return el("code", {}, unescaped(groups.code));
  if (groups.angle) return angled(groups.angle, ctx);
  if (groups.emoji) return emoji(groups.emoji);
  const kind = Object.keys(TAGS).find((name) => groups[name]);
  return el(TAGS[kind], {}, ...inline(groups[kind], ctx));
}

function angled(inside, ctx) {
  const [target, label] = [inside.split("|")[0], inside.split("|").slice(1).join("|")];
  if (target.startsWith("@")) return person(target.slice(1), ctx);
  if (target.startsWith("#")) return channel(target.slice(1), ctx, label);
  if (target.startsWith("!date^")) return dateOf(target, label, ctx);
  if (target.startsWith("!subteam^")) return group(target.slice(9), ctx);
  if (target.startsWith("!")) return mention(`@${target.slice(1)}`);
  return link(unescaped(target), unescaped(label || target));
}

function dateOf(target, fallback, ctx) {
  const [, timestamp, pattern, url] = target.split("^");
  if (!/^\d+$/.test(timestamp) || !pattern) return unescaped(fallback);
  const text = slackDate(timestamp, unescaped(pattern), ctx);
  return url ? link(unescaped(url), text) : el("time", { title: ctx.zone }, text);
}

/** Someone's name, as a mention. */
export function person(id, ctx) {
  const user = ctx.users[id];
  return mention(`@${user ? user.name : "someone"}`, id === ctx.viewer);
}

/** A channel's name, as a mention. */
export function channel(id, ctx, label = "") {
  return mention(`#${ctx.channelNames[id] ?? (unescaped(label) || "a private channel")}`);
}

/** A user group's handle, as a mention. */
export function group(id, ctx) {
  return mention(`@${ctx.groupNames[id] ?? "group"}`);
}

/** A mention of anyone or anything. */
export function mention(text, own = false) {
  return el("span", { class: own ? "mention own" : "mention" }, text);
}

/** A link that opens beside the page; anything but http(s) and mailto stays text. */
export function link(url, text) {
  if (!/^(https?:|mailto:)/i.test(url)) return text;
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text);
}

function unescaped(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
