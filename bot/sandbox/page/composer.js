// The box to write in: messages, slash commands with their hints, and people's handles.

import { el, freshId } from "./dom.js";
import { menu } from "./menu.js";

/** A box that sends what is written; `more` answers with commands, people and shortcuts as they are now. */
export function composer(label, { send, more, inThread = false }) {
  const list = el("ul", { class: "hints", role: "listbox", id: freshId("hints"), hidden: true, "aria-label": "Hints" });
  const box = el("textarea", {
    rows: 1,
    role: "combobox",
    "aria-label": label,
    "aria-autocomplete": "list",
    "aria-controls": list.id,
    "aria-expanded": "false",
    placeholder: label,
    "data-key": freshId("composer"),
  });
  const error = el("p", { class: "error", role: "alert" });
  const at = { box, list, more, inThread, chosen: 0, hints: [] };
  const submit = async () => {
    const text = box.value.trim();
    if (!text) return;
    error.textContent = "";
    box.disabled = true;
    const refused = await send(text);
    box.disabled = false;
    if (refused) error.textContent = refused;
    else box.value = "";
    fit(box);
    suggest(at);
    box.focus();
  };
  box.addEventListener("input", () => (fit(box), suggest(at)));
  box.addEventListener("blur", () => setTimeout(() => hide(at), 150));
  box.addEventListener("keydown", (event) => keys(event, at, submit));
  const button = el("button", { type: "button", class: "button primary", on: { click: submit } }, "Send");
  const start = inThread ? null : el("div", { class: "start" });
  const root = el("div", { class: "composer" }, error, list, el("div", { class: "writing" }, start, box, button));
  return { root, start, box, error };
}

/** The menu of global shortcuts beside the box. */
export function shortcutsMenu(shortcuts, botName, choose) {
  const items = shortcuts.map((one) => ({ label: one.name, detail: botName, choose: () => choose(one.callback_id) }));
  return items.length ? menu("Shortcuts", "+", items, { class: "button square" }) : null;
}

function fit(box) {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight + 2, 160)}px`;
}

function suggest(at) {
  const { commands, people } = at.more();
  const before = at.box.value.slice(0, at.box.selectionStart);
  const command = at.inThread ? null : /^\/\S*$/.exec(before);
  const handle = /(?:^|\s)@([\w.-]*)$/.exec(before);
  at.hints = [];
  if (command) at.hints = commands.filter((one) => one.command.startsWith(command[0])).map(commandHint);
  if (handle) at.hints = people.filter((one) => fits(one, handle[1])).map((one) => personHint(one, handle[1]));
  at.hints = at.hints.slice(0, 8);
  at.chosen = 0;
  draw(at);
}

function fits(person, typed) {
  const wanted = typed.toLowerCase();
  return person.handle.startsWith(wanted) || person.name.toLowerCase().startsWith(wanted);
}

function commandHint(one) {
  return { name: one.command, usage: one.usage_hint, detail: one.description, insert: `${one.command} `, replaces: Infinity };
}

function personHint(one, typed) {
  return { name: `@${one.handle}`, usage: one.name, detail: "", insert: `@${one.handle} `, replaces: typed.length + 1 };
}

function draw(at) {
  const option = (hint, n) =>
    el(
      "li",
      {
        role: "option",
        id: `${at.list.id}-${n}`,
        "aria-selected": String(n === at.chosen),
        on: { pointerdown: (event) => (event.preventDefault(), take(at, n)) },
      },
      el("strong", {}, hint.name),
      hint.usage && el("span", {}, hint.usage),
      hint.detail && el("small", {}, hint.detail),
    );
  at.list.replaceChildren(...at.hints.map(option));
  at.list.hidden = !at.hints.length;
  at.box.setAttribute("aria-expanded", String(!at.list.hidden));
  if (at.hints.length) at.box.setAttribute("aria-activedescendant", `${at.list.id}-${at.chosen}`);
  else at.box.removeAttribute("aria-activedescendant");
}

function hide(at) {
  at.hints = [];
  draw(at);
}

function take(at, n) {
  const hint = at.hints[n];
  const caret = at.box.selectionStart;
  const kept = at.box.value.slice(0, Math.max(0, caret - hint.replaces));
  at.box.value = kept + hint.insert + at.box.value.slice(caret);
  at.box.setSelectionRange(kept.length + hint.insert.length, kept.length + hint.insert.length);
  hide(at);
  at.box.focus();
}

/** Enter takes a hint, unless the command or handle is already written out; without hints it sends. */
function keys(event, at, submit) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (at.hints.length && step) {
    event.preventDefault();
    at.chosen = (at.chosen + step + at.hints.length) % at.hints.length;
    draw(at);
  } else if (at.hints.length && event.key === "Escape") {
    event.preventDefault();
    hide(at);
  } else if (at.hints.length && (event.key === "Tab" || (event.key === "Enter" && !written(at)))) {
    event.preventDefault();
    take(at, at.chosen);
  } else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    submit();
  }
}

function written(at) {
  return at.box.value.slice(0, at.box.selectionStart).endsWith(at.hints[at.chosen].name);
}
