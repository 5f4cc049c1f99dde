/** A log that is read at its end: bounded, follows new rows only for a reader who is there already. */

import { text } from "./texts.js";

/** Rows kept; older ones leave the page. */
export const ROWS = 500;

const NEAR = 40; // pixels from the end that still count as the end

/** The rows of one pane. */
export class Log {
  #rows;
  #news;
  #following;
  #scheduled = false;
  #top = 0;
  #unseen = 0;

  /**
   * @param {HTMLElement} rows the element that scrolls
   * @param {HTMLButtonElement} news says how many rows came while the reader was elsewhere
   */
  constructor(rows, news) {
    this.#rows = rows;
    this.#news = news;
    this.#setFollowing(true);
    rows.addEventListener("scroll", () => this.#onScroll(), { passive: true });
    news.addEventListener("click", () => this.follow());
    new ResizeObserver(() => this.#following && this.#scrollSoon()).observe(rows);
  }

  /** Shows a new row at the end. */
  add(row) {
    this.#rows.append(row);
    while (this.#rows.childElementCount > ROWS) this.#rows.firstElementChild.remove();
    if (this.#following) this.#scrollSoon();
    else this.#tell(this.#unseen + 1);
  }

  /** Shows these rows instead of all others. */
  replace(rows) {
    this.#rows.ariaBusy = "true"; // not news, so not read aloud
    this.#rows.replaceChildren(...rows.slice(-ROWS));
    this.#rows.ariaBusy = "false";
    this.follow();
  }

  /** Goes to the end and stays there. */
  follow() {
    this.#setFollowing(true);
    this.#scrollSoon();
  }

  #setFollowing(following) {
    this.#following = following;
    // left to itself, the browser moves a follower up whenever an old row leaves
    this.#rows.style.overflowAnchor = following ? "none" : "auto";
    this.#tell(0);
  }

  #scrollSoon() {
    if (this.#scheduled) return; // a burst of rows costs one layout
    this.#scheduled = true;
    requestAnimationFrame(() => {
      this.#scheduled = false;
      if (this.#following) this.#scroll();
    });
  }

  #scroll() {
    this.#rows.scrollTop = this.#rows.scrollHeight;
    this.#top = this.#rows.scrollTop;
  }

  #onScroll() {
    const { scrollTop, scrollHeight, clientHeight } = this.#rows;
    const atEnd = scrollHeight - scrollTop - clientHeight < NEAR;
    if (atEnd) this.#setFollowing(true);
    else if (this.#following && scrollTop < this.#top) this.#setFollowing(false); // only the reader goes up
    this.#top = scrollTop;
  }

  #tell(unseen) {
    this.#unseen = unseen;
    this.#news.hidden = unseen === 0;
    this.#news.textContent = text("news", unseen);
  }
}
