// What a person has put into inputs and not sent yet; it outlives every redrawing of the page.

const drafts = new Map();

function keyOf(surface, blockId, actionId) {
  return JSON.stringify([surface.key, blockId, actionId]);
}

/** Keep what is in one input. */
export function keep(surface, block, element, value) {
  drafts.set(keyOf(surface, block.block_id, element.action_id), value);
}

/** What is in one input: the draft, or else what the sandbox holds. */
export function current(surface, block, element) {
  const key = keyOf(surface, block.block_id, element.action_id);
  if (drafts.has(key)) return drafts.get(key);
  if (element.type === "rich_text_input") return surface.words?.[block.block_id]?.[element.action_id] ?? null;
  return held(surface.values[block.block_id]?.[element.action_id]);
}

/** Every draft on a surface: block_id to action_id to value. */
export function draftsOf(surface) {
  const values = {};
  for (const [key, value] of drafts) {
    const [surfaceKey, blockId, actionId] = JSON.parse(key);
    if (surfaceKey === surface.key) (values[blockId] ??= {})[actionId] = value;
  }
  return values;
}

/** Forget the drafts on surfaces that are gone. */
export function keepOnly(surfaceKeys) {
  for (const key of drafts.keys()) {
    if (!surfaceKeys.has(JSON.parse(key)[0])) drafts.delete(key);
  }
}

function held(state) {
  if (!state) return null;
  if ("selected_option" in state) return state.selected_option?.value ?? null;
  if ("selected_options" in state) return (state.selected_options ?? []).map((option) => option.value);
  const field = Object.keys(state).find((name) => name !== "type");
  return field ? state[field] : null;
}
