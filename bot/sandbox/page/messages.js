// Messages: a conversation, a thread, and one message.

import { blocksOf } from "./blocks.js";
import { clock, dayHeading, localDate, moment } from "./dates.js";
import { avatar, el } from "./dom.js";
import { emoji } from "./emoji.js";
import { menu } from "./menu.js";
import { mrkdwn } from "./mrkdwn.js";

/** A conversation without the replies in its threads, with a heading over each day. */
export function conversation(messages, ctx) {
  const shown = messages.filter((message) => !message.reply);
  if (!shown.length) return [el("p", { class: "empty" }, "Nothing here yet.")];
  return withDays(shown, ctx, (message) => oneMessage(message, ctx, repliesTo(message, messages)));
}

/** A thread: the message it is under, and its replies. */
export function thread(root, messages, ctx) {
  const replies = repliesTo(root, messages);
  const count = replies.length === 1 ? "1 reply" : `${replies.length} replies`;
  return [oneMessage(root, ctx), el("p", { class: "divide" }, el("span", {}, count)), ...replies.map((one) => oneMessage(one, ctx))];
}

function repliesTo(root, messages) {
  return messages.filter((message) => message.reply && message.thread_ts === root.ts);
}

function withDays(messages, ctx, build) {
  let day = "";
  return messages.flatMap((message) => {
    const at = new Date(message.at);
    const today = localDate(at, ctx.zone);
    const heading = today === day ? [] : [el("p", { class: "divide" }, el("span", {}, dayHeading(at, ctx.now, ctx.zone)))];
    day = today;
    return [...heading, build(message)];
  });
}

function oneMessage(message, ctx, replies = []) {
  const user = ctx.users[message.user] ?? { id: message.user, name: "Someone", bot: false };
  const surface = {
    key: `message ${message.channel} ${message.ts}`,
    address: { channel: message.channel, ts: message.ts },
    values: message.values,
  };
  const body = el(
    "div",
    { class: "body" },
    message.ephemeral && el("p", { class: "only-you" }, "Only visible to you"),
    byline(message, user, ctx),
    ...content(message, surface, ctx),
    message.edited && el("small", { class: "edited" }, "(edited)"),
    reactions(message),
    replies.length > 0 && threadLink(message, replies, ctx),
  );
  const name = `${user.name}, ${moment(new Date(message.at), ctx.zone)}`;
  const kind = message.ephemeral ? "message ephemeral" : "message";
  return el("article", { class: kind, "aria-label": name, "data-ts": message.ts }, avatar(user), body, tools(message, ctx));
}

function byline(message, user, ctx) {
  const at = new Date(message.at);
  return el(
    "p",
    { class: "byline" },
    el("strong", {}, user.name),
    user.bot && el("span", { class: "badge" }, "APP"),
    el("time", { datetime: message.at, title: moment(at, ctx.zone) }, clock(at, ctx.zone)),
  );
}

function content(message, surface, ctx) {
  const text = message.blocks.length ? blocksOf(message.blocks, surface, ctx) : [];
  if (!message.blocks.length && message.text) text.push(el("div", { class: "text" }, ...mrkdwn(message.text, ctx)));
  const attached = message.attachments.map((one) =>
    el("div", { class: "attached" }, one.text && el("div", { class: "text" }, one.text), ...blocksOf(one.blocks ?? [], surface, ctx)),
  );
  return [...text, ...attached];
}

function reactions(message) {
  const names = Object.entries(message.reactions);
  const one = ([name, users]) => el("span", { class: "reaction" }, `${emoji(name)} ${users.length}`);
  return names.length > 0 && el("p", { class: "reactions" }, ...names.map(one));
}

function threadLink(message, replies, ctx) {
  const count = replies.length === 1 ? "1 reply" : `${replies.length} replies`;
  const attributes = { type: "button", class: "thread-link", "data-key": `thread-${message.ts}` };
  const last = clock(new Date(replies.at(-1).at), ctx.zone);
  return el("button", { ...attributes, on: { click: () => ctx.openThread(message) } }, count, el("small", {}, `Last at ${last}`));
}

function tools(message, ctx) {
  if (message.ephemeral) return null;
  const reply = { label: "Reply in thread", choose: () => ctx.openThread(message) };
  const shortcuts = ctx.messageShortcuts.map((one) => ({
    label: one.name,
    detail: ctx.botName,
    choose: () => ctx.messageShortcut(one.callback_id, message),
  }));
  const key = { "data-key": `tools-${message.ts}`, class: "button square" };
  return el("div", { class: "tools" }, menu("Message actions", "⋯", [reply, ...shortcuts], key));
}
