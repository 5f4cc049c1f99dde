/** What is being written: a text in which some words stand for segments, as "@Bob" and "[doge]" do. */

import { faceName, faceSign } from "./faces.js";

/** Knows the words that were put in from a list; the same words typed by hand mean the same. */
export class Draft {
  #tokens = new Map();

  /** A mention; returns the word for it. */
  mention(id, name) {
    return this.#keep(`@${name}`, { type: "at", data: { qq: String(id) } });
  }

  /** A face; returns the word for it. */
  face(id) {
    return this.#keep(`[${faceName(id) || faceSign(id)}]`, { type: "face", data: { id: String(id) } });
  }

  #keep(word, segment) {
    this.#tokens.set(word, segment);
    return word;
  }

  /** "hi @Bob!" -> text, at, text. */
  segmentsOf(written) {
    const words = [...this.#tokens.keys()].sort((one, other) => other.length - one.length);
    if (words.length === 0) return written ? [textOf(written)] : [];
    const pattern = new RegExp(`(${words.map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|")})`, "u");
    const pieces = written.split(pattern).filter(Boolean);
    return pieces.map((piece) => this.#tokens.get(piece) ?? textOf(piece));
  }

  /** Forgets the words: nothing is being written. */
  clear() {
    this.#tokens.clear();
  }
}

function textOf(value) {
  return { type: "text", data: { text: value } };
}
