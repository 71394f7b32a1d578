// The status of the person one acts as: what it is, and a small form to change it.

import { localDate, moment } from "./dates.js";
import { el } from "./dom.js";
import { emoji } from "./emoji.js";

const PRESETS = [
  ["palm_tree", "Vacationing"],
  ["face_with_thermometer", "Out sick"],
  ["no_entry", "Out of office"],
  ["spiral_calendar_pad", "In a meeting"],
  ["house_with_garden", "Working remotely"],
];
const DAY = 86_400_000;

/** A button under the acting person that says their status and opens the form; `save` answers with a refusal. */
export function statusButton(state, save) {
  const { status_emoji: name, status_text: text, status_until: until, zone } = state.viewer;
  const ends = until ? `, until ${moment(new Date(until), zone)}` : "";
  const says = name ? `${emoji(name.replaceAll(":", ""))} ${text}${ends}` : "🙂 Set a status";
  const on = { click: () => open(state, save) };
  return el("button", { type: "button", class: "status", "data-key": "status", on }, says);
}

function open(state, save) {
  const dialog = el("dialog", { class: "confirm", "aria-labelledby": "status-title" });
  const close = () => dialog.remove();
  const problem = el("p", { class: "error", role: "alert" });
  const fields = fieldsOf(state);
  const send = async (details) => {
    problem.textContent = (await save(details)) ?? "";
    if (!problem.textContent) close();
  };
  const submit = (event) => {
    event.preventDefault();
    send({ emoji: `:${fields.preset.value}:`, text: fields.text.value.trim(), until: fields.until.value });
  };
  const clear = { type: "button", class: "button", on: { click: () => send({ emoji: "", text: "", until: "" }) } };
  const actions = [
    state.viewer.status_emoji && el("button", clear, "Clear status"),
    el("button", { type: "button", class: "button", on: { click: close } }, "Cancel"),
    el("button", { type: "submit", class: "button primary" }, "Save"),
  ];
  const form = el(
    "form",
    { on: { submit } },
    el("h2", { id: "status-title" }, `Status of ${state.viewer.name}`),
    field("Status", fields.preset),
    field("In words", fields.text),
    field("Until", fields.until, `In ${state.viewer.zone}; empty if it stays.`),
    problem,
    el("div", { class: "dialog-actions" }, ...actions),
  );
  dialog.addEventListener("cancel", close);
  dialog.append(form);
  document.body.append(dialog);
  dialog.showModal();
}

function fieldsOf(state) {
  const { viewer } = state;
  const now = viewer.status_emoji.replaceAll(":", "");
  const options = PRESETS.map(([name, text]) => el("option", { value: name, selected: name === now }, `${emoji(name)} ${text}`));
  if (now && !PRESETS.some(([name]) => name === now)) options.push(el("option", { value: now, selected: true }, emoji(now)));
  const words = () => PRESETS.find(([name]) => name === preset.value)?.[1] ?? "";
  const preset = el("select", { id: "status-preset", on: { change: () => (text.value = words()) } }, ...options);
  const text = el("input", { id: "status-text", type: "text", maxlength: 100 });
  text.value = viewer.status_text || words();
  const tomorrow = localDate(new Date(Date.parse(state.clock.now) + DAY), viewer.zone);
  const until = el("input", { id: "status-until", type: "datetime-local", value: `${tomorrow}T00:00` });
  return { preset, text, until };
}

function field(label, input, hint) {
  const says = hint && el("p", { class: "hint" }, hint);
  return el("div", { class: "input" }, el("label", { class: "label", for: input.id }, label), input, says);
}
