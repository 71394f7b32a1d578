// Choosing from people, conversations and options: one in a list, several as chips.

import { el } from "./dom.js";

/** A list to choose one from; `changed` is told the value, null for none. */
export function oneOf(attributes, placeholder, value, options, changed) {
  const change = ({ target }) => changed(target.value || null);
  const empty = el("option", { value: "" }, placeholder);
  const node = el("select", { ...attributes, on: { change } }, empty, ...options);
  for (const option of node.querySelectorAll("option")) option.selected = option.value === (value ?? "");
  return node;
}

/** Chips for what is chosen, each with a cross, and a list to add more from, up to `most`. */
export function severalOf(attributes, placeholder, values, options, most, changed) {
  const names = new Map(options.flatMap((node) => leaves(node)).map((option) => [option.value, option.textContent]));
  const chosen = new Set(values);
  const list = el("ul", { class: "chips" });
  const add = oneOf(attributes, placeholder, null, options, (value) => value && change(() => chosen.add(value)));
  const change = (how) => {
    how();
    draw();
    changed([...chosen]);
  };
  const remove = (value) => {
    change(() => chosen.delete(value));
    (list.querySelector("button") ?? add).focus();
  };
  const chip = (value) => {
    const name = names.get(value) ?? value;
    const on = { click: () => remove(value) };
    const cross = el("button", { type: "button", "aria-label": `Remove ${name}`, on }, "✕");
    return el("li", { class: "chip" }, el("span", {}, name), cross);
  };
  const draw = () => {
    list.replaceChildren(...[...chosen].map(chip));
    list.hidden = chosen.size === 0;
    for (const option of leaves(add)) option.hidden = option.disabled = chosen.has(option.value);
    add.value = "";
    add.hidden = chosen.size >= most;
  };
  draw();
  return el("div", { class: "several", role: "group", "aria-label": attributes["aria-label"] }, list, add);
}

function leaves(node) {
  return node.tagName === "OPTION" ? [node] : [...node.querySelectorAll("option")];
}

/** The conversations that a picker offers, of all that the person can see. */
export function offered(element, places) {
  const { include, exclude_bot_users: withoutBots } = element.filter ?? {};
  const fits = ({ kind }) => {
    if (element.type.endsWith("channels_select")) return kind === "public";
    return !(withoutBots && kind === "im") && (include?.includes(kind) ?? true);
  };
  return places.filter(fits);
}
