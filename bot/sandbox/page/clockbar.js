// The clock of the sandbox, and the buttons that move it.

import { moment } from "./dates.js";
import { el } from "./dom.js";

const STEPS = [
  ["+15 min", { advance_seconds: 900 }],
  ["+1 h", { advance_seconds: 3600 }],
  ["+1 day", { advance_seconds: 86400 }],
];

/** The time for the acting person, and buttons; `move` answers with a sentence if it is refused. */
export function clockBar(state, move) {
  const error = el("span", { class: "error", role: "alert" });
  const button = (label, how, hint) => {
    const node = el("button", { type: "button", class: "button", "data-key": `clock-${label}`, title: hint }, label);
    node.addEventListener("click", async () => {
      error.textContent = "";
      const all = node.parentElement.querySelectorAll("button");
      for (const one of all) one.disabled = true;
      error.textContent = (await move(how)) ?? "";
      for (const one of all) one.disabled = false;
    });
    return node;
  };
  const morning = new Date(state.clock.next_working_morning);
  const steps = STEPS.map(([label, how]) => button(label, how));
  steps.push(button("Next working morning", { to: state.clock.next_working_morning }, moment(morning, state.viewer.zone)));
  if (state.clock.has_next_event) steps.push(button("Next event", { next_event: true }, "Go to when the bot acts next"));
  return [
    el("p", { class: "now" }, el("span", { class: "quiet" }, "It is "), timeOf(state), el("small", {}, state.viewer.zone)),
    el("div", { class: "steps", role: "group", "aria-label": "Move the clock" }, ...steps),
    error,
  ];
}

function timeOf(state) {
  return el("strong", {}, moment(new Date(state.clock.now), state.viewer.zone));
}
