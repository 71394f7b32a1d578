// The question Slack asks before an action that says it wants one.

import { el } from "./dom.js";
import { plain, textOf } from "./mrkdwn.js";

/** True once the person agrees, false once they do not. */
export function askFirst(confirm, ctx) {
  return new Promise((answer) => {
    const dialog = el("dialog", { class: "confirm", "aria-labelledby": "confirm-title" });
    const done = (agreed) => () => {
      dialog.remove();
      answer(agreed);
    };
    const style = confirm.style === "danger" ? "danger" : "primary";
    const deny = { type: "button", class: "button", on: { click: done(false) } };
    const agree = { type: "button", class: `button ${style}`, autofocus: true, on: { click: done(true) } };
    dialog.addEventListener("cancel", done(false));
    dialog.append(
      el("h2", { id: "confirm-title" }, ...plain(confirm.title.text)),
      el("div", { class: "text" }, ...textOf(confirm.text, ctx)),
      el(
        "div",
        { class: "dialog-actions" },
        el("button", deny, ...plain(confirm.deny.text)),
        el("button", agree, ...plain(confirm.confirm.text)),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}
