// The parts of a block that a person can press, choose from or write in.

import { askFirst } from "./confirm.js";
import { el, freshId } from "./dom.js";
import { current, keep } from "./drafts.js";
import { menu } from "./menu.js";
import { plain, textOf } from "./mrkdwn.js";
import { offered, oneOf, severalOf } from "./pickers.js";

const FORMATS = "*bold* _italic_ `code` - list > quote @name";

/** The node or nodes for one interactive element of `block`. */
export function interactive(element, block, surface, ctx) {
  const build = KINDS[element.type];
  if (!build) return el("span", { class: "unsupported" }, `(${element.type} is not drawn here)`);
  return build(element, {
    block,
    surface,
    ctx,
    key: JSON.stringify([surface.key, block.block_id, element.action_id]),
    value: current(surface, block, element),
    described: surface.errors?.[block.block_id] ? `error-${block.block_id}` : null,
    id: block.type === "input" ? `input-${block.block_id}` : freshId("element"),
    label: block.type === "input" ? null : (element.placeholder?.text ?? nameOf(block)),
  });
}

function nameOf(block) {
  return block.text?.text?.slice(0, 80) || "Choose";
}

async function send(element, at, value) {
  if (element.confirm && !(await askFirst(element.confirm, at.ctx))) return false;
  at.ctx.click(at.surface, at.block, element, value);
  return true;
}

/** In a form a choice is kept until it is sent; anywhere else it is sent at once. */
async function chosen(element, at, value) {
  if (at.block.type === "input") {
    keep(at.surface, at.block, element, value);
    if (!at.block.dispatch_action) return;
  }
  if (!(await send(element, at, value))) at.ctx.redraw();
}

function common(element, at) {
  return {
    id: at.id,
    "data-key": at.key,
    "aria-label": at.label,
    "aria-describedby": at.described,
    "aria-invalid": at.described ? "true" : null,
    autofocus: element.focus_on_load || null,
  };
}

function button(element, at) {
  const press = () => {
    if (element.url && /^https?:/i.test(element.url)) window.open(element.url, "_blank", "noopener");
    send(element, at, element.value ?? null);
  };
  const attributes = {
    type: "button",
    class: `button ${element.style ?? ""}`,
    "data-key": at.key,
    "aria-label": element.accessibility_label,
    on: { click: press },
  };
  return el("button", attributes, ...plain(element.text.text));
}

function overflow(element, at) {
  const items = element.options.map((option) => ({
    label: plain(option.text.text)[0],
    detail: option.description?.text,
    choose: () => send(element, at, option.value),
  }));
  return menu("More actions", "⋯", items, { class: "button square", "data-key": at.key });
}

function choices(element) {
  const label = (option) => plain(option.text.text)[0];
  const node = (option) => el("option", { value: option.value }, label(option));
  const groups = (element.option_groups ?? []).map((group) =>
    el("optgroup", { label: group.label.text }, ...group.options.map(node)),
  );
  return [...(element.options ?? []).map(node), ...groups];
}

function selectOf(element, at, options) {
  const placeholder = element.placeholder?.text;
  const change = (value) => chosen(element, at, value);
  if (!element.type.startsWith("multi_")) {
    return oneOf(common(element, at), placeholder ?? "Choose…", at.value, options, change);
  }
  const most = element.max_selected_items ?? Infinity;
  return severalOf(common(element, at), placeholder ?? "Add…", [at.value ?? []].flat(), options, most, change);
}

function people(element, at) {
  const one = (person) => el("option", { value: person.id }, `${person.name} (@${person.handle})`);
  return selectOf(element, at, at.ctx.people.filter((person) => !person.deleted).map(one));
}

function channels(element, at) {
  const sign = { public: "#", private: "🔒 " };
  const one = (place) => el("option", { value: place.id }, `${sign[place.kind] ?? ""}${place.name}`);
  return selectOf(element, at, offered(element, at.ctx.places).map(one));
}

function ticks(element, at, type) {
  const values = [at.value ?? []].flat();
  const name = freshId("choice");
  const box = el("div", { class: "choices", role: type === "radio" ? "radiogroup" : "group", "aria-label": at.label });
  if (at.block.type === "input") box.setAttribute("aria-labelledby", `label-${at.block.block_id}`);
  const change = () => {
    const picked = [...box.querySelectorAll("input:checked")].map((input) => input.value);
    chosen(element, at, type === "radio" ? (picked[0] ?? null) : picked);
  };
  element.options.forEach((option, n) => {
    const attributes = { type, name, value: option.value, checked: values.includes(option.value), on: { change } };
    const input = el("input", { ...attributes, "data-key": `${at.key}${n}`, "aria-describedby": at.described });
    const detail = option.description && el("small", {}, ...textOf(option.description, at.ctx));
    box.append(el("label", {}, input, el("span", {}, ...textOf(option.text, at.ctx), detail)));
  });
  return box;
}

function picker(type) {
  return (element, at) => {
    const change = ({ target }) => chosen(element, at, target.value || null);
    return el("input", { ...common(element, at), type, value: at.value ?? "", on: { change } });
  };
}

function instant(element, at) {
  const change = ({ target }) => chosen(element, at, target.value || null);
  const shown = /^\d+$/.test(at.value ?? "") ? at.ctx.localInput(new Date(at.value * 1000)) : (at.value ?? "");
  return el("input", { ...common(element, at), type: "datetime-local", value: shown, on: { change } });
}

function written(type, more = () => ({})) {
  return (element, at) => {
    const rich = element.type === "rich_text_input";
    const many = element.multiline || rich;
    const input = ({ target }) => {
      keep(at.surface, at.block, element, target.value);
      if (at.block.dispatch_action && onCharacters(element)) at.ctx.click(at.surface, at.block, element, target.value);
    };
    const keydown = (event) => {
      if (event.key !== "Enter" || !at.block.dispatch_action || many || onCharacters(element)) return;
      event.preventDefault();
      at.ctx.click(at.surface, at.block, element, event.target.value);
    };
    const attributes = { ...common(element, at), placeholder: element.placeholder?.text, ...more(element) };
    if (many) {
      const area = el("textarea", { ...attributes, rows: rowsFor(element, at.value), on: { input } });
      area.value = at.value ?? "";
      return rich ? [area, el("p", { class: "hint" }, FORMATS)] : area;
    }
    return el("input", { ...attributes, type, value: at.value ?? "", on: { input, keydown } });
  };
}

/** As many rows as there are lines to begin with, within what the element and a screen allow. */
function rowsFor(element, value) {
  const lines = (value ?? "").split("\n").length + 1;
  return Math.min(Math.max(lines, element.min_lines ?? 3), element.max_lines ?? 8);
}

function onCharacters(element) {
  return element.dispatch_action_config?.trigger_actions_on?.includes("on_character_entered") ?? false;
}

function bounds(element) {
  return { min: element.min_value, max: element.max_value, step: element.is_decimal_allowed ? "any" : 1 };
}

const KINDS = {
  button,
  overflow,
  workflow_button: button,
  static_select: (element, at) => selectOf(element, at, choices(element)),
  multi_static_select: (element, at) => selectOf(element, at, choices(element)),
  users_select: people,
  multi_users_select: people,
  channels_select: channels,
  multi_channels_select: channels,
  conversations_select: channels,
  multi_conversations_select: channels,
  radio_buttons: (element, at) => ticks(element, at, "radio"),
  checkboxes: (element, at) => ticks(element, at, "checkbox"),
  datepicker: picker("date"),
  timepicker: picker("time"),
  datetimepicker: instant,
  plain_text_input: written("text"),
  rich_text_input: written("text"),
  email_text_input: written("email"),
  url_text_input: written("url"),
  number_input: written("number", bounds),
};
