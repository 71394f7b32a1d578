// A button that opens a list of things to do.

import { el, freshId } from "./dom.js";

let close = () => {};

document.addEventListener("pointerdown", (event) => {
  if (!event.target.closest(".menu")) close();
});

/** A button and its menu; each item is `{label, detail, choose}`. */
export function menu(label, face, items, attributes = {}) {
  const id = freshId("menu");
  const list = el("div", { class: "menu-list", role: "menu", id, hidden: true, "aria-label": label });
  const button = el(
    "button",
    { type: "button", "aria-haspopup": "menu", "aria-expanded": "false", "aria-controls": id, ...attributes },
    face,
  );
  button.setAttribute("aria-label", label);
  button.title = label;
  const show = (open) => {
    if (open) close();
    list.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    close = open ? () => show(false) : () => {};
  };
  list.append(...items.map((item) => entry(item, () => show(false))));
  button.addEventListener("click", () => {
    show(list.hidden);
    if (!list.hidden) place(list);
    list.querySelector("button")?.focus();
  });
  list.addEventListener("keydown", (event) => keys(event, list, () => (show(false), button.focus())));
  return el("div", { class: "menu" }, button, list);
}

function entry({ label, detail, choose }, done) {
  const act = () => {
    done();
    choose();
  };
  return el(
    "button",
    { type: "button", role: "menuitem", tabindex: "-1", on: { click: act } },
    el("span", {}, label),
    detail && el("small", {}, detail),
  );
}

function keys(event, list, escape) {
  const items = [...list.querySelectorAll("button")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
  }
  if (event.key === "Escape" || event.key === "Tab") {
    event.stopPropagation();
    if (event.key === "Escape") event.preventDefault();
    escape();
  }
}

function place(list) {
  list.classList.remove("left", "above");
  const box = list.getBoundingClientRect();
  if (box.right > document.documentElement.clientWidth - 8) list.classList.add("left");
  if (box.bottom > window.innerHeight - 8 && box.top > box.height + 60) list.classList.add("above");
}
