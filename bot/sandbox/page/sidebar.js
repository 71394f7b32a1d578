// The left column: who to act as, and where to look.

import { clock, localDate, moment } from "./dates.js";
import { avatar, el } from "./dom.js";
import { emoji } from "./emoji.js";
import { statusButton } from "./status.js";

/** The people one can act as, with their local time and a dot where the bot has written something new. */
export function peopleList(state, unread, choose, setStatus) {
  const now = new Date(state.clock.now);
  const one = (person) => {
    const acting = person.handle === state.as;
    const news = !acting && unread(person.handle, person.dm_id, person.latest);
    return el(
      "li",
      {},
      el(
        "button",
        {
          type: "button",
          class: "row",
          "aria-pressed": String(acting),
          "data-key": `person-${person.id}`,
          title: `${moment(now, person.zone)} (${person.zone})`,
          on: { click: () => choose(person.handle) },
        },
        avatar(person),
        el("span", { class: "grow" }, person.name, person.deleted && el("small", {}, " deactivated")),
        person.status_emoji && el("span", { title: person.status_text }, emoji(person.status_emoji.replaceAll(":", ""))),
        news && el("span", { class: "dot", title: "Something new" }),
        el("small", { class: "time" }, zoneDay(now, person.zone, state.viewer.zone), clock(now, person.zone)),
      ),
      acting && statusButton(state, setStatus),
    );
  };
  return el("ul", {}, ...state.people.map(one));
}

/** The weekday before a time that is on another day than where one acts. */
function zoneDay(now, zone, here) {
  return localDate(now, zone) === localDate(now, here) ? "" : `${moment(now, zone).slice(0, 3)} `;
}

/** The channels and the bot's DM that the acting person can open. */
export function placesList(state, here, unread, open) {
  const latest = (id) => state.conversations[id].at(-1)?.ts;
  const row = (id, face, name, detail) =>
    el(
      "li",
      {},
      el(
        "button",
        {
          type: "button",
          class: "row",
          "aria-current": id === here ? "page" : null,
          "data-key": `place-${id}`,
          on: { click: () => open(id) },
        },
        face,
        el("span", { class: "grow" }, name),
        detail && el("small", {}, detail),
        id !== here && unread(state.as, id, latest(id)) && el("span", { class: "dot", title: "Something new" }),
      ),
    );
  const channels = state.channels.filter((channel) => channel.kind !== "im");
  const dms = state.channels.filter((channel) => channel.kind === "im");
  const sign = (channel) => el("span", { class: "sign", "aria-hidden": "true" }, channel.kind === "public" ? "#" : "🔒");
  return [
    el("h2", {}, "App"),
    el("ul", {}, ...dms.map((dm) => row(dm.id, avatar(state.bot, "small"), state.bot.name))),
    el("h2", {}, "Channels"),
    channels.length
      ? el("ul", {}, ...channels.map((one) => row(one.id, sign(one), one.name, one.archived ? "archived" : "")))
      : el("p", { class: "quiet" }, "None yet"),
  ];
}
