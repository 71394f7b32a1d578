// The dialog in front: the modal on top of the acting person's stack.

import { blocksOf } from "./blocks.js";
import { el } from "./dom.js";
import { draftsOf } from "./drafts.js";
import { plain } from "./mrkdwn.js";

const dialog = document.getElementById("modal");
let shown = "";

/** A view as a place that holds elements. */
export function viewSurface(view) {
  return { key: `view ${view.id}`, address: { view_id: view.id }, values: view.values, words: view.words, errors: view.errors };
}

/** Show the top of the stack, or nothing; `acts` says how to submit and to close. */
export function showModal(stack, ctx, acts) {
  const view = stack.at(-1);
  if (!view) {
    shown = "";
    if (dialog.open) dialog.close();
    return;
  }
  const source = JSON.stringify([view, stack.length, ctx.redrawn]);
  if (source === shown) return;
  const stays = shown.includes(`"id":"${view.id}"`);
  const focused = stays ? document.activeElement?.dataset.key : null;
  const scrolled = stays ? dialog.querySelector(".modal-body")?.scrollTop : 0;
  shown = source;
  dialog.replaceChildren(form(view, stack.length > 1, ctx, acts));
  if (!dialog.open) dialog.showModal();
  dialog.querySelector(".modal-body").scrollTop = scrolled ?? 0;
  place(view, focused);
}

function place(view, focused) {
  const fields = [...dialog.querySelectorAll("[data-key]")];
  const wrong = dialog.querySelector('[aria-invalid="true"]');
  const again = focused && fields.find((node) => node.dataset.key === focused);
  const first = dialog.querySelector("[autofocus]") ?? dialog.querySelector(".modal-body :is(input, textarea, select)");
  (Object.keys(view.errors).length ? (wrong ?? again) : (again ?? first))?.focus();
}

function form(view, stacked, ctx, acts) {
  const surface = viewSurface(view);
  const problem = el("p", { class: "error", role: "alert" });
  const closeLabel = view.close?.text ?? (stacked ? "Back" : view.submit ? "Cancel" : "Close");
  const run = async (button, kind, details) => {
    problem.textContent = "";
    button.disabled = true;
    const refused = await acts(kind, { view_id: view.id, ...details });
    button.disabled = false;
    if (refused) problem.textContent = refused;
  };
  const close = el("button", { type: "button", class: "button" }, ...plain(closeLabel));
  close.addEventListener("click", () => run(close, "close", {}));
  const cross = el("button", { type: "button", class: "button square quiet", "aria-label": "Close this form" }, "✕");
  cross.addEventListener("click", () => run(cross, "close", {}));
  dialog.oncancel = (event) => (event.preventDefault(), run(close, "close", {}));
  const submit = view.submit && el("button", { type: "submit", class: "button primary" }, ...plain(view.submit.text));
  const send = (event) => {
    event.preventDefault();
    if (submit) run(submit, "submit", { values: draftsOf(surface) });
  };
  return el(
    "form",
    { novalidate: true, on: { submit: send } },
    el("header", {}, el("h2", { id: "modal-title" }, ...plain(view.title)), cross),
    el("div", { class: "modal-body" }, ...blocksOf(view.blocks, surface, ctx)),
    el("footer", {}, problem, el("div", { class: "dialog-actions" }, close, submit)),
  );
}
