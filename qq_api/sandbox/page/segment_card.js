/** Cards in messages: a title, a line, a way to it. Their pictures are elsewhere and stay there. */

import { clip, isObject, make, outwardLink, webAddress } from "./dom.js";
import { segmentName } from "./texts.js";

/** A card of an app, as JSON: songs, mini programs, shared links. */
export function jsonCard({ data }) {
  const card = parsed(data);
  if (!isObject(card)) return null;
  const about = Object.values(isObject(card.meta) ? card.meta : {}).find(isObject) ?? {};
  const title = about.title ?? about.name ?? card.prompt ?? card.desc;
  const line = about.desc ?? about.content ?? about.tag ?? "";
  const address = about.jumpUrl ?? about.qqdocurl ?? about.url ?? about.audio;
  return box(title ?? segmentName("json"), line, address, card.prompt && card.prompt !== title ? card.prompt : card.app);
}

function parsed(source) {
  try {
    return typeof source === "string" ? JSON.parse(source) : source;
  } catch {
    return null;
  }
}

/** A card as XML; only its words are taken out. */
export function xmlCard({ data }) {
  const page = new DOMParser().parseFromString(String(data ?? ""), "text/xml");
  const read = (name) => page.querySelector(name)?.textContent ?? "";
  const root = page.documentElement;
  const title = read("title") || root?.getAttribute("brief");
  return title ? box(title, read("summary"), root.getAttribute("url"), segmentName("xml")) : null;
}

/** A link that somebody shares. */
export function shareCard({ url, title, content }) {
  return box(title ?? url ?? segmentName("share"), content ?? "", url, segmentName("share"));
}

/** A place on the map. */
export function place({ title, content, lat, lon }) {
  return box(title || segmentName("location"), content ?? "", null, `${clip(lat, 12)}, ${clip(lon, 12)}`);
}

function box(title, line, address, source) {
  const href = webAddress(address);
  const node = href === null ? make("span", "card") : outwardLink(href, "card");
  node.append(make("b", "", clip(title, 80)));
  if (line) node.append(make("span", "", clip(line, 160)));
  if (source) node.append(make("small", "", clip(source, 60)));
  return node;
}
