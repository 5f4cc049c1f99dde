/** A log that is read at its end: bounded, follows what is new only for a reader who is there already. */

import { soon } from "./soon.js";
import { text } from "./texts.js";

/** Rows kept; older ones leave the page. */
export const ROWS = 300;

const NEAR = 40; // pixels from the end that still count as the end

/** The rows of one pane. What comes while nobody can see it waits, the newest of it; the rest is counted. */
export class Log {
  #rows;
  #news;
  #make;
  #following = true;
  #waiting = [];
  #unseen = 0;
  #left = 0;
  #top = 0;
  #last = null;
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
    new ResizeObserver(() => this.#following && soon(this.#draw)).observe(rows);
  }

  /** Whether there is nothing to show. */
  get empty() {
    return this.#rows.childElementCount + this.#waiting.length === 0;
  }

  /** Shows something new at the end. */
  add(item) {
    this.#waiting.push(item);
    if (this.#waiting.length > 2 * ROWS) this.#forget();
    if (this.#following) soon(this.#draw);
    else this.#tell(this.#unseen + 1);
  }

  /** Shows these instead of all others; `left` are older ones that are not among them. */
  replace(items, left = 0) {
    this.#waiting = items.slice(-ROWS);
    this.#left = left + items.length - this.#waiting.length;
    this.#last = null;
    this.#rows.ariaBusy = "true"; // not news, so not read aloud
    this.#rows.replaceChildren();
    this.follow();
    this.#drawNow();
    this.#rows.ariaBusy = "false";
  }

  /** Goes to the end and stays there. */
  follow() {
    this.#setFollowing(true);
    soon(this.#draw);
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
    const made = this.#waiting.map((item) => this.#row(item));
    this.#waiting = [];
    this.#rows.append(...made);
    while (this.#rows.childElementCount > ROWS) this.#leave(this.#rows.firstElementChild);
    this.#rows.dataset.left = this.#left ? text("left", this.#left) : "";
    this.#rows.scrollTop = this.#rows.scrollHeight;
    this.#top = this.#rows.scrollTop;
  }

  #row(item) {
    const row = this.#make(item, this.#last);
    this.#last = item;
    return row;
  }

  #leave(row) {
    if (row.contains(document.activeElement)) this.#rows.focus();
    row.remove();
    this.#left += 1;
  }

  #forget() {
    this.#left += this.#waiting.splice(0, Math.max(0, this.#waiting.length - ROWS)).length;
  }

  #onScroll() {
    const { scrollTop, scrollHeight, clientHeight } = this.#rows;
    const atEnd = scrollHeight - scrollTop - clientHeight < NEAR;
    if (atEnd && !this.#following) this.follow();
    else if (this.#following && !atEnd && scrollTop < this.#top) this.#setFollowing(false); // only the reader goes up
    this.#top = scrollTop;
  }

  #tell(unseen) {
    this.#unseen = unseen;
    this.#news.hidden = unseen === 0;
    this.#news.textContent = text("news", unseen);
  }
}
