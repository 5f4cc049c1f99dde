/** Cards in messages: a title, a line, a way to it. Their pictures are elsewhere and stay there. */

import { clip, isObject, make, outwardLink, webAddress } from "./dom.js";
import { segmentName } from "./texts.js";

const LONGEST = 20_000; // characters of a card that are looked at
const ENTITIES = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

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
  const source = String(data ?? "").slice(0, LONGEST);
  const element = (name) => plain(new RegExp(`<${name}\\b[^>]*>([^<]*)<`).exec(source)?.[1]);
  const attribute = (name) => plain(new RegExp(`<msg\\b[^>]*?\\s${name}="([^"]*)"`).exec(source)?.[1]);
  const title = element("title") || attribute("brief");
  return title ? box(title, element("summary"), attribute("url"), segmentName("xml")) : null;
}

// "a &lt; b" -> "a < b"
function plain(words = "") {
  return words.replace(/&(lt|gt|quot|apos|amp);/g, (_, name) => ENTITIES[name]);
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
