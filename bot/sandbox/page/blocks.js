// Blocks, one after the other.

import { el } from "./dom.js";
import { interactive } from "./elements.js";
import { link, plain, textOf } from "./mrkdwn.js";
import { richText } from "./richtext.js";

/** Nodes for the blocks of a message or view; `surface` says where they are and what they hold. */
export function blocksOf(blocks, surface, ctx) {
  return blocks.map((block) => {
    const build = BLOCKS[block.type];
    if (!build) return el("div", { class: "unsupported" }, `(${block.type} is not drawn here)`);
    return el("div", { class: `block ${block.type}` }, ...[build(block, surface, ctx)].flat().filter(Boolean));
  });
}

function section(block, surface, ctx) {
  const body = el("div", { class: "section-body" });
  if (block.text) body.append(el("div", { class: "text" }, ...textOf(block.text, ctx)));
  if (block.fields) {
    const fields = block.fields.map((field) => el("div", { class: "text" }, ...textOf(field, ctx)));
    body.append(el("div", { class: "fields" }, ...fields));
  }
  if (!block.accessory) return body;
  const accessory = block.accessory.type === "image" ? picture(block.accessory) : part(block.accessory, block, surface, ctx);
  return [body, el("div", { class: "accessory" }, accessory)];
}

function part(element, block, surface, ctx) {
  return interactive(element, block, surface, ctx);
}

function actions(block, surface, ctx) {
  return block.elements.map((element) => part(element, block, surface, ctx));
}

function context(block, surface, ctx) {
  return block.elements.map((element) =>
    element.type === "image" ? picture(element, "small") : el("span", { class: "text" }, ...textOf(element, ctx)),
  );
}

function input(block, surface, ctx) {
  const error = surface.errors?.[block.block_id];
  const grouped = ["radio_buttons", "checkboxes"].includes(block.element.type);
  const target = grouped ? {} : { for: `input-${block.block_id}` };
  return [
    el(
      grouped ? "div" : "label",
      { class: "label", id: `label-${block.block_id}`, ...target },
      ...plain(block.label.text),
      block.optional && el("span", { class: "optional" }, " (optional)"),
    ),
    ...[part(block.element, block, surface, ctx)].flat(),
    error && el("p", { class: "error", id: `error-${block.block_id}`, role: "alert" }, error),
    block.hint && el("p", { class: "hint" }, ...plain(block.hint.text)),
  ];
}

/** An image is fetched only from the sandbox itself; any other shows what it is of, and where it is. */
function picture(image, size = "") {
  const url = image.image_url ?? "";
  if (url.startsWith("data:") || url.startsWith(location.origin)) {
    return el("img", { src: url, alt: image.alt_text, class: `picture ${size}` });
  }
  return el("span", { class: `picture absent ${size}`, title: url }, link(url, image.alt_text));
}

function image(block) {
  const title = block.title && el("figcaption", {}, ...plain(block.title.text));
  return el("figure", {}, title, picture(block));
}

function table(block, surface, ctx) {
  const cell = (one) => (one.type === "rich_text" ? richText(one, ctx) : [one.text]);
  const rows = block.rows.map((row, n) =>
    el("tr", {}, ...row.map((one) => el(n === 0 ? "th" : "td", {}, ...cell(one)))),
  );
  const caption = block.caption && el("caption", {}, block.caption);
  return el("div", { class: "scroll" }, el("table", {}, caption, ...rows));
}

const BLOCKS = {
  section,
  actions,
  context,
  input,
  image,
  table,
  data_table: table,
  header: (block) => el("h3", {}, ...plain(block.text.text)),
  divider: () => el("hr"),
  rich_text: (block, surface, ctx) => el("div", { class: "text" }, ...richText(block, ctx)),
  markdown: (block) => el("div", { class: "text" }, block.text),
  alert: (block, surface, ctx) => el("div", { class: "text", role: "note" }, ...textOf(block.text, ctx)),
};
