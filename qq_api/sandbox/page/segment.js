/** The segments of a QQ message (OneBot 11), as nodes. */

import { clip, make, outwardLink, webAddress } from "./dom.js";
import { segmentName, text } from "./texts.js";

/**
 * What a bubble shows.
 * @param {{type: string, data: object}[]} segments
 * @param {object} group
 * @param {(id: string) => string|null} group.nameOf
 * @param {(id: string) => object|null} group.messageOf
 * @param {(id: string) => void} group.goTo
 */
export function renderSegments(segments, group) {
  return segments.map(({ type, data }) => (RENDER.get(type) ?? chip)(data ?? {}, group, type));
}

const RENDER = new Map([
  ["text", (data) => words(data.text)],
  ["markdown", (data) => words(data.content)],
  ["at", at],
  ["reply", quote],
]);

function words(value) {
  return document.createTextNode(String(value ?? ""));
}

function at(data, group) {
  return make("span", "at", make("bdi", "", mention(data, group)));
}

function mention(data, group) {
  const id = String(data.qq ?? "");
  return `@${clip(id === "all" ? text("everyone") : group.nameOf(id) ?? String(data.name ?? id))}`;
}

function quote(data, group) {
  const quoted = group.messageOf(String(data.id ?? ""));
  if (quoted === null) return make("span", "quote lost", text("reply_lost"));
  const author = make("bdi", "author", clip(quoted.name));
  const node = make("button", "quote", author, make("bdi", "said", preview(quoted.segments, group)));
  node.type = "button";
  node.addEventListener("click", () => group.goTo(String(data.id)));
  return node;
}

function preview(segments, group) {
  const shown = segments.filter(({ type }) => type !== "reply").map((segment) => inWords(segment, group));
  return clip(shown.join(""), 120);
}

function inWords({ type, data }, group) {
  if (type === "text") return String(data.text ?? "");
  return type === "at" ? `${mention(data, group)} ` : `[${segmentName(type)}]`;
}

/** Whatever is no text: what it is called, what is known of it, and a way to it. */
function chip(data, _group, type) {
  const address = webAddress(data.url) ?? webAddress(data.file);
  const node = address === null ? make("span", "chip") : outwardLink(address, "chip");
  node.append(make("b", "", clip(segmentName(type))));
  const detail = clip(detailOf(type, data), 60);
  if (detail) node.append(" ", make("bdi", "", detail));
  return node;
}

function detailOf(type, data) {
  if (type === "json") return cardTitle(data.data);
  const detail = type === "face" ? data.id : data.summary ?? data.name ?? data.title ?? data.file_name ?? data.file;
  const isData = typeof detail === "string" && /^(base64|data):/i.test(detail);
  return ["string", "number"].includes(typeof detail) && !isData ? String(detail) : "";
}

function cardTitle(source) {
  try {
    return String(JSON.parse(source).prompt ?? "");
  } catch {
    return "";
  }
}
