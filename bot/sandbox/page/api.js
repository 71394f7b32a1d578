// Talking to the sandbox: its state, what a person does, and moving the clock.

/** Something the sandbox would not do; the message is a sentence for the person. */
export class Refused extends Error {}

async function json(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Refused("The sandbox does not answer. Is it still running?");
  }
  const body = await response.json().catch(() => ({ error: "The sandbox gave an answer nobody can read." }));
  if (!response.ok) throw new Refused(body.error ?? "That did not work.");
  return body;
}

function post(path, body) {
  return json(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** Everything that one person can see. */
export function stateOf(handle) {
  return json(`/sandbox/state?as=${encodeURIComponent(handle)}`);
}

/** One act of a person; the answer may carry a `notice`. */
export function act(handle, kind, details) {
  return post("/sandbox/act", { as: handle, kind, ...details });
}

/** Move the clock: `{advance_seconds}`, `{to}` or `{next_event: true}`. */
export function moveClock(how) {
  return post("/sandbox/clock", how);
}

/** Call `changed` whenever something visible may have changed, and once the connection is there again. */
export function live(changed) {
  const source = new EventSource("/sandbox/live");
  source.addEventListener("message", changed);
  source.addEventListener("open", changed);
}
