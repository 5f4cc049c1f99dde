/** The segments of a QQ message (OneBot 11), as nodes. */

import { clip, make, makeButton, outwardLink, webAddress } from "./dom.js";
import { faceName, faceSign } from "./faces.js";
import { jsonCard, place, shareCard, xmlCard } from "./segment_card.js";
import { file, image, record, video } from "./segment_media.js";
import { mine, segmentName, text } from "./texts.js";

const DICE = "⚀⚁⚂⚃⚄⚅";
const HANDS = { 1: ["✋", "paper", "布"], 2: ["✌️", "scissors", "剪刀"], 3: ["✊", "rock", "石头"] };
const MOST = 200; // segments of one message that are shown

/**
 * What a bubble shows.
 * @param {{type: string, data: object}[]} segments
 * @param {object} chat
 * @param {(id: string) => string|null} chat.nameOf
 * @param {(id: string) => object|null} chat.messageOf
 * @param {(id: string) => void} chat.goTo
 * @param {(id: string) => void} chat.openCard shows forwarded messages
 */
export function renderSegments(segments, chat) {
  return segments.slice(0, MOST).map(({ type, data }) => {
    const known = RENDER.get(type);
    return known?.(data ?? {}, chat) ?? chip(type, data ?? {});
  });
}

const RENDER = new Map([
  ["text", (data) => words(data.text)],
  ["markdown", (data) => words(data.content)],
  ["at", at],
  ["reply", quote],
  ["face", face],
  ["mface", ({ summary }) => (summary ? make("span", "face", clip(summary)) : null)],
  ["dice", dice],
  ["rps", hand],
  ["image", image],
  ["record", record],
  ["video", video],
  ["file", file],
  ["json", jsonCard],
  ["xml", xmlCard],
  ["share", shareCard],
  ["location", place],
  ["forward", forwarded],
]);

function words(value) {
  return document.createTextNode(String(value ?? ""));
}

function at(data, chat) {
  return make("span", "at", make("bdi", "", mention(data, chat)));
}

function mention(data, chat) {
  const id = String(data.qq ?? "");
  return `@${clip(id === "all" ? text("everyone") : chat.nameOf(id) ?? String(data.name ?? id))}`;
}

function quote(data, chat) {
  const quoted = chat.messageOf(String(data.id ?? ""));
  if (quoted === null) return make("span", "quote lost", text("reply_lost"));
  const node = makeButton("quote", "", () => chat.goTo(String(data.id)));
  node.append(make("bdi", "author", clip(quoted.name)), make("bdi", "said", preview(quoted, chat)));
  node.tabIndex = -1;
  return node;
}

function face({ id }) {
  const node = make("span", "face", faceSign(id));
  const name = faceName(id);
  node.title = name;
  node.role = "img";
  node.ariaLabel = name || segmentName("face");
  if (name) node.append(make("small", "", name));
  return node;
}

function dice({ result }) {
  const sign = DICE[Number(result) - 1];
  return sign ? thrown(sign, `${segmentName("dice")} ${Number(result)}`) : null;
}

function hand({ result }) {
  const known = HANDS[Number(result)];
  return known ? thrown(known[0], mine([known[1], known[2]])) : null;
}

function thrown(sign, words) {
  return make("span", "thrown", make("b", "", sign), make("small", "", words));
}

function forwarded({ id }, chat) {
  if (!id) return null;
  const node = makeButton("card", "", () => chat.openCard(String(id)));
  node.append(make("b", "", text("forwarded")), make("small", "", text("open")));
  node.dataset.testid = "qq-card";
  return node;
}

/** A message in one line, for lists and quotes: "hello @Bob [Image]". */
export function preview({ segments, recalled, name }, chat) {
  if (recalled) return text("recalled", clip(name));
  const shown = segments.slice(0, 20).filter(({ type }) => type !== "reply");
  return clip(shown.map((segment) => inWords(segment, chat)).join(""), 120);
}

function inWords({ type, data }, chat) {
  if (type === "text") return String(data?.text ?? "").slice(0, 400);
  if (type === "face") return faceSign(data?.id);
  return type === "at" ? `${mention(data ?? {}, chat)} ` : `[${segmentName(type)}]`;
}

/** Whatever is known by its name only: what it is called, what is known of it, and a way to it. */
export function chip(type, data) {
  const address = webAddress(data.url) ?? webAddress(data.file);
  const node = address === null ? make("span", "chip") : outwardLink(address, "chip");
  node.append(make("b", "", clip(segmentName(type))));
  const detail = clip(detailOf(data), 60);
  if (detail) node.append(" ", make("bdi", "", detail));
  return node;
}

function detailOf(data) {
  const found = [data.summary, data.name, data.title, data.file_name, data.file, data.prompt, data.id];
  return found.find((one) => ["string", "number"].includes(typeof one) && one !== "") ?? "";
}
