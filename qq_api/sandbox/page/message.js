/** One message, as a row of the conversation. */

import { avatarOf } from "./avatar.js";
import { clip, icon, make, makeButton, makeSign } from "./dom.js";
import { faceName, faceSign } from "./faces.js";
import { renderSegments } from "./segment.js";
import { clock, text } from "./texts.js";

const TOGETHER = 180; // seconds within which messages of one person need no second head
const ALONE = new Set(["image", "video", "record", "dice", "rps", "file", "json", "xml", "share", "forward", "location"]); // needs no bubble around it

/**
 * The row of a message.
 * @param {object} message
 * @param {object|null} before the item above it
 * @param {object} room what the conversation knows and does: see `Conversation`
 */
export function messageRow(message, before, room) {
  const member = room.memberOf(message.user_id);
  const row = make("div", classOf(message, before, member, room), avatarButton(message, room), bodyOf(message, member, room));
  row.tabIndex = -1;
  row.role = "article";
  Object.assign(row.dataset, { testid: "qq-message", userId: message.user_id, messageId: message.message_id });
  return row;
}

function classOf(message, before, member, room) {
  const classes = ["message"];
  if (member?.account) classes.push("own");
  if (message.recalled) classes.push("recalled");
  if (room.isChosen(message.message_id)) classes.push("chosen");
  const near = before?.user_id === message.user_id && message.time - before.time < TOGETHER && !before.recalled;
  return [...classes, ...(near ? ["again"] : [])].join(" ");
}

function avatarButton(message, room) {
  const label = text("member_menu", clip(message.name));
  const node = makeButton("face-of", "", () => room.openMember(message.user_id, node));
  node.append(avatarOf(message.user_id, message.name));
  node.ariaLabel = label;
  node.tabIndex = -1;
  return node;
}

function bodyOf(message, member, room) {
  const menu = makeSign("icon more", icon("more"), text("message_menu"), () => room.openMenu(message, menu));
  menu.tabIndex = -1;
  const line = make("div", "said-line", bubbleOf(message, room), menu);
  const body = make("div", "body", headOf(message, member), line);
  const reactions = reactionsOf(message, room);
  if (reactions) body.append(reactions);
  return body;
}

function bubbleOf(message, room) {
  if (message.recalled) return make("div", "gone", text("recalled", clip(message.name)));
  const bare = message.segments.length === 1 && ALONE.has(message.segments[0].type);
  const bubble = make("div", bare ? "bubble bare" : "bubble", ...renderSegments(message.segments, room));
  if (message.spoken) bubble.append(make("small", "spoken", text("says", clip(message.spoken, 200))));
  bubble.dir = "auto";
  return bubble;
}

function headOf({ name, user_id: id, time, essence }, member) {
  const head = make("div", "head", make("bdi", "name", clip(name, 200)));
  head.title = String(id);
  if (member?.title) head.append(make("bdi", "badge title", clip(member.title, 20)));
  if (member?.account) head.append(badge("bot"));
  if (["owner", "admin"].includes(member?.role)) head.append(badge(member.role));
  if (essence) head.append(badge("essence"));
  head.append(make("time", "", clock(time)));
  return head;
}

function badge(kind) {
  return make("span", `badge ${kind}`, text(kind));
}

function reactionsOf({ reactions, message_id: id, recalled }, room) {
  const entries = Object.entries(reactions ?? {}).slice(0, 40);
  if (entries.length === 0 || recalled) return null;
  return make("div", "reactions", ...entries.map(([face, who]) => reaction(id, face, who, room)));
}

function reaction(id, face, who, room) {
  const had = who.includes(room.actor());
  const node = makeButton(had ? "reaction mine" : "reaction", faceSign(face), () => room.react(id, face, !had));
  node.append(make("small", "", String(who.length)));
  node.title = clip([faceName(face), ...who.map((one) => room.nameOf(one) ?? one)].filter(Boolean).join(" · "), 200);
  node.tabIndex = -1;
  return node;
}
