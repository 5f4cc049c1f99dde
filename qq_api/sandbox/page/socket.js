/** The connection to the sandbox: kept, with pauses that grow. */

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 8000;

/** A WebSocket that comes back. */
export class Socket {
  #take;
  #changed;
  #socket = null;
  #timer = 0;
  #pause = FIRST_PAUSE;
  #asked = new Map();
  #number = 0;

  /**
   * @param {(frame: object) => void} take gets each frame
   * @param {(state: "open"|"lost"|"forbidden") => void} changed hears how the connection is
   */
  constructor(take, changed) {
    this.#take = take;
    this.#changed = changed;
    addEventListener("online", () => this.retry());
    document.addEventListener("visibilitychange", () => document.hidden || this.retry());
    this.#open();
  }

  /**
   * Sends a frame and waits for its answer.
   * @returns {Promise<{sent: boolean, reason: string}>} `reason` is "" when it was done
   */
  ask(frame) {
    if (this.#socket.readyState !== WebSocket.OPEN) return Promise.resolve({ sent: false, reason: "" });
    const id = ++this.#number;
    this.#socket.send(JSON.stringify({ ...frame, id }));
    return new Promise((answered) => this.#asked.set(id, answered));
  }

  /** Tries at once instead of waiting for the next turn. */
  retry() {
    if (this.#socket.readyState === WebSocket.CLOSED) this.#open();
  }

  #open() {
    clearTimeout(this.#timer);
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    this.#socket = new WebSocket(`${scheme}//${location.host}/ws`);
    let opened = false;
    this.#socket.onopen = () => {
      opened = true;
      this.#pause = FIRST_PAUSE;
      this.#changed("open");
    };
    this.#socket.onmessage = ({ data }) => this.#onFrames([JSON.parse(data)].flat());
    this.#socket.onclose = () => this.#onClose(opened);
  }

  #onFrames(frames) {
    for (const frame of frames) if (!this.#settle(frame)) this.#take(frame);
  }

  #settle({ type, id, reason = "" }) {
    const answered = ["done", "refused"].includes(type) ? this.#asked.get(id) : null;
    if (!answered) return false;
    this.#asked.delete(id);
    answered({ sent: true, reason });
    return true;
  }

  #onClose(opened) {
    this.#changed("lost");
    for (const answered of this.#asked.values()) answered({ sent: false, reason: "" });
    this.#asked.clear();
    if (!opened) this.#askWhy();
    this.#timer = setTimeout(() => this.#open(), this.#pause * (0.75 + Math.random() / 2));
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
  }

  async #askWhy() {
    // A WebSocket hides why it was refused; the page itself tells.
    const answer = await fetch("/", { cache: "no-store" }).catch(() => null);
    if (answer?.status === 403 && this.#socket.readyState !== WebSocket.OPEN) this.#changed("forbidden");
  }
}
