// The page: fetches what the acting person sees, draws it, and passes on what they do.

import { act, live, moveClock, Refused, stateOf } from "./api.js";
import { blocksOf } from "./blocks.js";
import { clockBar } from "./clockbar.js";
import { composer, shortcutsMenu } from "./composer.js";
import { clock, localDate } from "./dates.js";
import { el, forget, refill } from "./dom.js";
import { draftsOf, keepOnly } from "./drafts.js";
import { conversation, thread } from "./messages.js";
import { showModal, viewSurface } from "./modal.js";
import { placesList, peopleList } from "./sidebar.js";
import { markRead, unread } from "./unread.js";

const region = Object.fromEntries([...document.querySelectorAll("[id]")].map((node) => [node.id, node]));
const here = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
const unsent = new Map();
let state = null;
let redrawn = 0;

function go(where) {
  const before = composerKey();
  Object.assign(here, where);
  const kept = Object.entries(here).filter(([, value]) => value);
  history.replaceState(null, "", `#${new URLSearchParams(kept)}`);
  if (composerKey() !== before) switchDraft(before);
  document.body.classList.remove("side-open");
  region.notice.textContent = "";
  for (const one of [main, aside]) one.error.textContent = "";
}

// Drawing

async function refresh() {
  try {
    state = await stateOf(here.as ?? "");
    region.offline.hidden = true;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (here.as && /nobody here/i.test(error.message)) return go({ as: "" }), refresh();
    region.offline.textContent = error.message;
    region.offline.hidden = false;
    return;
  }
  if (!state.viewer) return;
  here.as = state.as;
  if (!state.conversations[here.in]) Object.assign(here, { in: state.viewer.dm_id, thread: "" });
  draw();
}

function context() {
  const clicked = (surface, block, element, value) =>
    does("click", {
      container: surface.address,
      block_id: block.block_id,
      action_id: element.action_id,
      value,
      values: draftsOf(surface),
    }).then(say);
  const now = new Date(state.clock.now);
  const zone = state.viewer.zone;
  return {
    zone,
    now,
    redrawn,
    viewer: state.viewer.id,
    users: state.users,
    people: state.people,
    channelNames: state.channel_names,
    groupNames: state.group_names,
    places: state.places,
    messageShortcuts: state.message_shortcuts,
    botName: state.bot.name,
    click: clicked,
    redraw: () => ((redrawn += 1), draw()),
    openThread: (message) => (go({ in: message.channel, tab: "", thread: message.thread_ts ?? message.ts }), draw()),
    messageShortcut: (callback_id, { channel, ts }) =>
      does("message_shortcut", { callback_id, channel, ts }).then(say),
    localInput: (instant) => `${localDate(instant, zone)}T${clock(instant, zone)}`,
  };
}

function draw() {
  const ctx = context();
  const place = state.channels.find((channel) => channel.id === here.in);
  const messages = state.conversations[here.in];
  const onHome = place.kind === "im" && here.tab === "home" && state.home_enabled;
  markRead(state.as, here.in, onHome ? null : messages.at(-1)?.ts);
  refill(region.clock, [state.clock, state.viewer], () => clockBar(state, move));
  refill(region.people, [state.people, state.as, state.clock.now, unreadMap()], () => peopleList(state, unread, choosePerson, setStatus));
  refill(region.places, [state.channels, here.in, state.as, unreadMap()], () => placesList(state, here.in, unread, openPlace));
  refill(region.refused, state.notices, refusals);
  drawHead(place, onHome);
  region.list.hidden = onHome;
  region.home.hidden = !onHome;
  region.composer.hidden = onHome;
  const seen = [redrawn, state.viewer, state.users, localDate(ctx.now, ctx.zone)];
  if (onHome) refill(region.home, [state.home, ...seen], () => home(ctx));
  else drawMessages(region.list, [messages, ...seen], () => conversation(messages, ctx));
  drawThread(messages, seen, ctx, place, onHome);
  refill(region.start, [state.shortcuts, state.as], () => shortcutsMenu(state.shortcuts, state.bot.name, shortcut));
  main.box.placeholder = `Write to ${place.kind === "im" ? place.name : `#${place.name}`}, or type / for commands`;
  keepOnly(new Set(surfaces()));
  showModal(state.modals, ctx, (kind, details) => does(kind, details));
}

function unreadMap() {
  const latest = state.channels.map((one) => [one.id, state.conversations[one.id].at(-1)?.ts]);
  return [
    ...latest.map(([id, ts]) => unread(state.as, id, ts)),
    ...state.people.map((one) => unread(one.handle, one.dm_id, one.latest)),
  ];
}

function surfaces() {
  const messages = Object.values(state.conversations).flat();
  const views = [...state.modals, state.home].filter(Boolean);
  return [...messages.map((one) => `message ${one.channel} ${one.ts}`), ...views.map((one) => `view ${one.id}`)];
}

/** New messages are scrolled to, unless the person has scrolled up to read. */
function drawMessages(list, source, build) {
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60 || list.dataset.place !== here.as + here.in;
  const changed = refill(list, source, build);
  if (changed && atEnd) list.scrollTop = list.scrollHeight;
  list.dataset.place = here.as + here.in;
}

function drawHead(place, onHome) {
  refill(region.head, [place, onHome, state.home_enabled, state.bot], () => {
    const name = place.kind === "im" ? place.name : `${place.kind === "public" ? "#" : "🔒"} ${place.name}`;
    const tab = (label, chosen, choose) =>
      el(
        "button",
        { type: "button", class: "tab", "aria-pressed": String(chosen), "data-key": `tab-${label}`, on: { click: choose } },
        label,
      );
    const tabs = [
      tab("Home", onHome, openHome),
      tab("Messages", !onHome, () => (go({ tab: "" }), draw())),
    ];
    const members = place.members === 1 ? "1 member" : `${place.members} members`;
    const beside = place.kind === "im" ? state.home_enabled && el("div", { class: "tabs" }, ...tabs) : el("small", {}, members);
    return [el("h1", {}, name), beside];
  });
}

function drawThread(messages, seen, ctx, place, onHome) {
  const root = messages.find((message) => message.ts === here.thread && !message.reply);
  region.thread.hidden = !root || onHome;
  document.body.classList.toggle("thread-open", !region.thread.hidden);
  if (region.thread.hidden) return forget(region.replies);
  drawMessages(region.replies, [messages, ...seen], () => thread(root, messages, ctx));
  aside.box.placeholder = `Reply in ${place.kind === "im" ? "this thread" : `#${place.name}`}`;
}

function home(ctx) {
  if (!state.home) return el("p", { class: "empty" }, `${state.bot.name} has put nothing here yet.`);
  return blocksOf(state.home.blocks, viewSurface(state.home), ctx);
}

function refusals() {
  if (!state.notices.length) return null;
  const one = (notice) => el("li", {}, el("strong", {}, `${notice.method}: ${notice.error}`), ...notice.detail.map((each) => el("p", {}, each)));
  const title = `What Slack would refuse (${state.notices.length})`;
  return el("details", {}, el("summary", {}, title), el("ul", {}, ...state.notices.map(one)));
}

// Doing

/** Do something as the acting person; a sentence if it was refused, null if it was not. */
async function does(kind, details) {
  let sentence = null;
  try {
    sentence = (await act(here.as, kind, details)).notice ?? null;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    sentence = error.message;
  }
  await refresh();
  return sentence;
}

function say(sentence) {
  const inModal = region.modal.open && region.modal.querySelector("footer .error");
  (inModal || region.notice).textContent = sentence ?? "";
}

async function move(how) {
  try {
    return (await moveClock(how)).notice ?? null;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return error.message;
  } finally {
    await refresh();
  }
}

function send(text, threadTs) {
  const [, command, rest] = /^(\/\S+)\s*([\s\S]*)$/.exec(text) ?? [];
  if (command && !threadTs) return does("command", { command, text: rest, channel: here.in });
  return does("say", { channel: here.in, text, thread_ts: threadTs ?? null });
}

function shortcut(callbackId) {
  return does("shortcut", { callback_id: callbackId }).then(say);
}

async function choosePerson(handle) {
  go({ as: handle, in: "", thread: "" });
  await refresh();
  if (here.tab === "home") await openHome();
}

function setStatus(details) {
  return does("status", details);
}

function openPlace(id) {
  go({ in: id, thread: "", tab: here.in === id ? here.tab : "" });
  draw();
}

async function openHome() {
  go({ tab: "home", thread: "" });
  draw();
  say(await does("open_home", {}));
}

// What is written and not sent stays with its person and place

function composerKey() {
  return `${here.as}/${here.in}`;
}

function switchDraft(before) {
  unsent.set(before, main.box.value);
  main.box.value = unsent.get(composerKey()) ?? "";
}

const more = () => ({ commands: state?.commands ?? [], people: state?.people ?? [] });
const main = composer("Write a message", { send: (text) => send(text), more });
const aside = composer("Reply", { send: (text) => send(text, here.thread), more, inThread: true });
main.start.id = "start";
region.start = main.start;
region.composer.append(main.root);
region.reply.append(aside.root);

region["side-button"].addEventListener("click", () => {
  const open = document.body.classList.toggle("side-open");
  region["side-button"].setAttribute("aria-expanded", String(open));
});
region["thread-close"].addEventListener("click", () => (go({ thread: "" }), draw()));

let waiting = null;
live(() => {
  clearTimeout(waiting);
  waiting = setTimeout(refresh, 60);
});
setInterval(refresh, 20_000);
await refresh();
if (here.tab === "home") await openHome();
