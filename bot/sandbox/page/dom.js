// Building the page from elements and text: what people write is only ever set as text.

/** An element with attributes, listeners (`on`) and children; null and false children are left out. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    } else if (value === true) {
      node.setAttribute(name, "");
    } else if (value !== null && value !== undefined && value !== false) {
      node.setAttribute(name, value);
    }
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

let last = 0;

/** An id no other element has. */
export function freshId(prefix) {
  last += 1;
  return `${prefix}-${last}`;
}

const shown = new WeakMap();

/** Fill `region` anew if `source` differs from what it shows; the focus and the end of a scrolled list stay. */
export function refill(region, source, build) {
  const now = JSON.stringify(source);
  if (shown.get(region) === now) return false;
  shown.set(region, now);
  const focused = region.contains(document.activeElement) ? document.activeElement : null;
  const selection = focused && "selectionStart" in focused ? focused.selectionStart : null;
  region.replaceChildren(...[build()].flat().filter(Boolean));
  if (focused?.dataset.key) refocus(region, focused.dataset.key, selection);
  return true;
}

/** Forget what `region` shows, so that the next `refill` builds it again. */
export function forget(region) {
  shown.delete(region);
}

function refocus(region, key, selection) {
  const again = [...region.querySelectorAll("[data-key]")].find((node) => node.dataset.key === key);
  again?.focus({ preventScroll: true });
  if (again && selection !== null && again.setSelectionRange && /^(text|textarea|search|url|tel)$/.test(again.type)) {
    again.setSelectionRange(selection, selection);
  }
}

/** A square with initials, in a colour that stays with the person. */
export function avatar(user, size = "") {
  const initials = user.name.split(/\s+/).map((word) => word[0]).join("").slice(0, 2).toUpperCase();
  const colour = [...user.id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 6;
  return el("span", { class: `avatar tone-${user.bot ? "bot" : colour} ${size}`, "aria-hidden": "true" }, initials);
}
