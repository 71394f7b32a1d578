// Slack's date formats, shown in the zone of the person who looks.

const SUFFIXES = { one: "st", two: "nd", few: "rd", other: "th" };
const ordinals = new Intl.PluralRules("en", { type: "ordinal" });

function format(instant, zone, options) {
  return new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }).format(instant);
}

function part(instant, zone, options) {
  const wanted = Object.keys(options)[0];
  const parts = new Intl.DateTimeFormat("en-US", { timeZone: zone, ...options }).formatToParts(instant);
  return parts.find((each) => each.type === wanted).value;
}

function dated(instant, zone, { weekday = false, short = false }) {
  const day = Number(part(instant, zone, { day: "numeric" }));
  const month = part(instant, zone, { month: short ? "short" : "long" });
  const year = part(instant, zone, { year: "numeric" });
  const shownDay = short ? day : `${day}${SUFFIXES[ordinals.select(day)]}`;
  return `${weekday ? `${part(instant, zone, { weekday: "long" })}, ` : ""}${month} ${shownDay}, ${year}`;
}

function numbered(instant, zone) {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" }).format(instant);
}

function pretty(instant, now, zone, otherwise) {
  const named = { "-1": "yesterday", 0: "today", 1: "tomorrow" };
  const days = (Date.parse(numbered(instant, zone)) - Date.parse(numbered(now, zone))) / 86_400_000;
  return named[days] ?? otherwise;
}

function ago(instant, now) {
  const minutes = Math.round((instant - now) / 60_000);
  const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  if (Math.abs(minutes) < 60) return relative.format(minutes, "minute");
  if (Math.abs(minutes) < 1440) return relative.format(Math.round(minutes / 60), "hour");
  return relative.format(Math.round(minutes / 1440), "day");
}

/** A `<!date^…>` pattern with its {tokens} filled in; unknown tokens stay as they are. */
export function slackDate(timestamp, pattern, { zone, now }) {
  const instant = new Date(Number(timestamp) * 1000);
  const tokens = {
    date_num: () => numbered(instant, zone),
    date_slash: () => format(instant, zone, { dateStyle: "short" }),
    date: () => dated(instant, zone, {}),
    date_short: () => dated(instant, zone, { short: true }),
    date_long: () => dated(instant, zone, { weekday: true }),
    date_pretty: () => pretty(instant, now, zone, dated(instant, zone, {})),
    date_short_pretty: () => pretty(instant, now, zone, dated(instant, zone, { short: true })),
    date_long_pretty: () => pretty(instant, now, zone, dated(instant, zone, { weekday: true })),
    day_divider_pretty: () => pretty(instant, now, zone, dated(instant, zone, { weekday: true })),
    time: () => clock(instant, zone),
    time_secs: () => format(instant, zone, { timeStyle: "medium" }),
    ago: () => ago(instant, now),
  };
  const text = pattern.replace(/\{(\w+)\}/g, (whole, name) => (tokens[name] ? tokens[name]() : whole));
  return /^\{(date\w*pretty|day_divider_pretty)\}/.test(pattern) ? text[0].toUpperCase() + text.slice(1) : text;
}

/** Hours and minutes, 24 h. */
export function clock(instant, zone) {
  return format(instant, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/** Weekday, day, month, hours and minutes. */
export function moment(instant, zone) {
  return `${format(instant, zone, { weekday: "short", day: "numeric", month: "short" })}, ${clock(instant, zone)}`;
}

/** The heading over one day's messages. */
export function dayHeading(instant, now, zone) {
  const heading = pretty(instant, now, zone, format(instant, zone, { weekday: "long", day: "numeric", month: "long" }));
  return heading[0].toUpperCase() + heading.slice(1);
}

/** The local date as YYYY-MM-DD. */
export function localDate(instant, zone) {
  return numbered(instant, zone);
}
