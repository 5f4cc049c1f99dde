/** A log that is read at its end: bounded, follows what is new only for a reader who is there already. */

import { soon } from "./soon.js";
import { text } from "./texts.js";

/** Rows at most; what is older leaves the page. */
export const ROWS = 300;

const FOLLOWED = 100; // rows while somebody reads the end; older ones come back when the reader goes up
const STEP = 60; // rows that are made at once
const NEAR = 40; // pixels from the end that still count as the end
const FAR = 300; // pixels from the beginning at which older rows come
const PAUSE = 80; // milliseconds between two drawings

/** The rows of one pane. What comes while nobody can see it waits, the newest of it; the rest is counted. */
export class Log {
  #rows;
  #news;
  #make;
  #following = true;
  #older = [];
  #shown = [];
  #waiting = [];
  #unseen = 0;
  #left = 0;
  #top = 0;
  #draw = () => this.#drawNow();

  /**
   * @param {HTMLElement} rows the element that scrolls
   * @param {HTMLButtonElement} news says how much came while the reader was elsewhere
   * @param {(item: object, before: object|null) => HTMLElement} makeRow
   */
  constructor(rows, news, makeRow) {
    this.#rows = rows;
    this.#news = news;
    this.#make = makeRow;
    this.#setFollowing(true);
    rows.addEventListener("scroll", () => this.#onScroll(), { passive: true });
    news.addEventListener("click", () => this.follow());
    rows.addEventListener("load", () => this.#following && soon(this.#draw), true); // a picture takes its room
    new ResizeObserver(() => this.#following && soon(this.#draw)).observe(rows);
  }

  /** Whether there is nothing to show. */
  get empty() {
    return this.#shown.length + this.#waiting.length === 0;
  }

  /** Shows something new at the end. */
  add(item) {
    this.#waiting.push(item);
    if (this.#waiting.length > 2 * ROWS) this.#forget();
    if (this.#following) soon(this.#draw, PAUSE);
    else this.#tell(this.#unseen + 1);
  }

  /** Shows these instead of all others; `left` are older ones that are not among them. */
  replace(items, left = 0) {
    this.#left = left;
    this.#shown = [];
    this.#older = items.slice(0, -STEP);
    this.#waiting = items.slice(-STEP);
    this.#rows.ariaBusy = "true"; // not news, so not read aloud
    this.#rows.replaceChildren();
    this.#setFollowing(true);
    this.#drawNow();
    this.#rows.ariaBusy = "false";
  }

  /** Goes to the end and stays there. */
  follow() {
    this.#setFollowing(true);
    soon(this.#draw);
  }

  /** Makes the rows of older things, all that there may be; the reader stays where they are. */
  showOlder(count = ROWS) {
    const room = Math.max(0, Math.min(count, ROWS - this.#shown.length));
    const come = this.#older.splice(Math.max(0, this.#older.length - room));
    if (come.length === 0 || room === 0) return;
    const { scrollHeight, scrollTop } = this.#rows;
    this.#rows.prepend(...come.map((item, place) => this.#make(item, come[place - 1] ?? null)));
    this.#shown.unshift(...come);
    this.#tellLeft();
    this.#rows.scrollTop = scrollTop + this.#rows.scrollHeight - scrollHeight;
    this.#top = this.#rows.scrollTop;
  }

  #setFollowing(following) {
    this.#following = following;
    // left to itself, the browser moves a follower up whenever an old row leaves
    this.#rows.style.overflowAnchor = following ? "none" : "auto";
    if (following) this.#tell(0);
  }

  #drawNow() {
    if (!this.#following || !this.#rows.checkVisibility()) return;
    this.#forget();
    const skipped = this.#waiting.splice(0, Math.max(0, this.#waiting.length - FOLLOWED));
    const made = this.#waiting.map((item, place) => this.#make(item, this.#waiting[place - 1] ?? this.#shown.at(-1)));
    if (skipped.length) this.#leave(this.#shown.length);
    this.#older.push(...skipped);
    this.#shown.push(...this.#waiting.splice(0));
    this.#rows.append(...made);
    this.#leave(this.#shown.length - FOLLOWED);
    this.#forget();
    this.#tellLeft();
    this.#rows.scrollTop = this.#rows.scrollHeight;
    this.#top = this.#rows.scrollTop;
  }

  // the oldest rows go; what they showed is kept, as long as there is room
  #leave(count) {
    if (count <= 0) return;
    this.#older.push(...this.#shown.splice(0, count));
    const going = [...this.#rows.children].slice(0, count);
    if (going.some((row) => row.contains(document.activeElement))) this.#rows.focus();
    for (const row of going) row.remove();
  }

  #forget() {
    this.#left += this.#older.splice(0, Math.max(0, this.#older.length - ROWS)).length;
    this.#left += this.#waiting.splice(0, Math.max(0, this.#waiting.length - ROWS)).length;
  }

  #tellLeft() {
    const left = this.#left + this.#older.length;
    this.#rows.dataset.left = left ? text("left", left) : "";
  }

  #onScroll() {
    const { scrollTop, scrollHeight, clientHeight } = this.#rows;
    const atEnd = scrollHeight - scrollTop - clientHeight < NEAR;
    if (atEnd && !this.#following) this.follow();
    else if (this.#following && !atEnd && scrollTop < this.#top) this.#setFollowing(false); // only the reader goes up
    this.#top = scrollTop;
    if (!this.#following && scrollTop < FAR) this.showOlder(STEP);
  }

  #tell(unseen) {
    this.#unseen = unseen;
    this.#news.hidden = unseen === 0;
    this.#news.textContent = text("news", unseen);
  }
}
