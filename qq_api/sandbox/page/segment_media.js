/** Pictures, voices, videos and files in messages. Only what the sandbox itself holds is loaded. */

import { showDialog } from "./dialog.js";
import { clip, icon, make, makeButton, webAddress } from "./dom.js";
import { segmentName, text } from "./texts.js";

// "9f86d081884c7d659a2feaa0c55ad015" -> where the sandbox has it; null for what it has not
function sourceOf({ media }) {
  return typeof media === "string" && /^[0-9a-f]{32}$/.test(media) ? `media/${media}` : null;
}

/** A picture, which a click shows in full. */
export function image(data) {
  const source = sourceOf(data);
  if (source === null) return null;
  const words = clip(data.summary || data.name || text("picture"), 80);
  const node = makeButton("picture", "", () => showDialog(words, pictureOf(source, words)));
  node.append(pictureOf(source, words));
  node.ariaLabel = words;
  node.tabIndex = -1;
  return node;
}

function pictureOf(source, words) {
  const node = new Image();
  node.loading = "lazy";
  node.alt = words;
  node.src = source;
  node.addEventListener("error", () => node.replaceWith(make("span", "chip", make("b", "", segmentName("image")))));
  return node;
}

/** A voice message. */
export function record(data) {
  return player("audio", data, text("play"));
}

/** A video. */
export function video(data) {
  return player("video", data, segmentName("video"));
}

function player(kind, data, label) {
  const source = sourceOf(data);
  if (source === null) return null;
  const node = make(kind, "player");
  Object.assign(node, { controls: true, preload: "none", src: source, ariaLabel: label, tabIndex: -1 });
  return node;
}

/** A file, to be saved where the sandbox has what is in it. */
export function file(data) {
  const source = sourceOf(data);
  const address = webAddress(data.url);
  const name = clip(data.name ?? data.file_name ?? data.file ?? segmentName("file"), 80);
  const node = make(source || address ? "a" : "span", "file");
  if (source) Object.assign(node, { href: source, download: name });
  else if (address) Object.assign(node, { href: address, target: "_blank", rel: "noopener noreferrer" });
  node.append(icon("page"), make("bdi", "", name), make("small", "", bytes(data.file_size ?? data.size)));
  return node;
}

// 2048 -> "2.0 kB"
function bytes(size) {
  const number = Number(size);
  if (!(number > 0)) return "";
  const power = Math.min(Math.floor(Math.log(number) / Math.log(1000)), 3);
  return `${(number / 1000 ** power).toFixed(power ? 1 : 0)} ${["B", "kB", "MB", "GB"][power]}`;
}
