// How far each person has read each conversation, for as long as this browser tab is open.

const KEY = "sandbox-read";
const read = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");

/** True if there is something after what the person has seen there. */
export function unread(handle, channel, latest) {
  return Boolean(latest) && (read[`${handle} ${channel}`] ?? "") < latest;
}

/** The person has now seen everything up to `ts` there. */
export function markRead(handle, channel, ts) {
  if (!ts || !unread(handle, channel, ts)) return;
  read[`${handle} ${channel}`] = ts;
  sessionStorage.setItem(KEY, JSON.stringify(read));
}
