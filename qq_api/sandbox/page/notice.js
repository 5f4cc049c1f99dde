/** What happens in a conversation besides messages, as a line: "Alice poked Bob". */

import { clip, make } from "./dom.js";
import { clock, text } from "./texts.js";

/**
 * The row of a notice, or null for what needs no words of its own.
 * @param {{time: number, event: object}} notice
 * @param {(id: number) => string|null} nameOf
 */
export function noticeRow({ time, event }, nameOf) {
  const kind = kindOf(event);
  const told = kind && TELLS[kind](event);
  if (!told) return null;
  const [key, ...values] = told;
  const [first, second, ...words] = values;
  const names = [first, second].map((id) => (id ? clip(nameOf(id) ?? id) : ""));
  const row = make("div", "notice", make("bdi", "", text(`notice.${key}`, ...names, ...words.map((one) => clip(one, 200)))));
  row.dataset.testid = "qq-notice";
  row.title = clock(time);
  return row;
}

function kindOf({ post_type: post, notice_type: notice, sub_type: sub, change_type: change }) {
  const kind = post === "change" ? change : notice === "notify" ? sub : notice;
  return Object.hasOwn(TELLS, kind ?? "") ? kind : null;
}

const TELLS = {
  poke: (event) => ["poke", event.user_id, event.target_id],
  group_ban: ({ duration, user_id: user, operator_id: operator }) => {
    const what = duration ? "ban" : "lift_ban";
    return user ? [what, operator, user, duration] : [`${what}_all`, operator];
  },
  group_increase: ({ sub_type: how, user_id: user, operator_id: operator }) =>
    how === "invite" ? ["invite", user, operator] : ["approve", user],
  group_decrease: ({ sub_type: how, user_id: user, operator_id: operator }) =>
    how === "leave" ? ["leave", user] : how === "kick" ? ["kick", user, operator] : null,
  group_admin: ({ sub_type: change, user_id: user }) => [change === "set" ? "admin_set" : "admin_unset", user],
  group_card: (event) => (event.card_new ? ["card", event.user_id, 0, event.card_new] : null),
  title: (event) => (event.title ? ["title", event.user_id, 0, event.title] : null),
  essence: (event) => (event.post_type === "notice" ? ["essence", event.sender_id, event.operator_id] : null),
  group_name: (event) => ["group_name", event.user_id, 0, event.name],
  announcement: (event) => ["announcement", event.user_id, 0, event.text],
  sign: (event) => ["sign", event.user_id],
  unfriend: (event) => ["unfriend", event.user_id, event.target_id],
};
