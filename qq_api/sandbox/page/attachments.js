/** Pictures and files that are to be sent: chosen, dragged in or pasted. */

import { clip, icon, make, makeSign, part } from "./dom.js";
import { text } from "./texts.js";

const MOST_BYTES = 10 * 1024 * 1024; // of one file
const MOST_IN_ALL = 30 * 1024 * 1024;
const MOST = 9;
const SIDE = 64; // pixels of a preview

/** The strip above the field. */
export class Attachments {
  #strip = part("qq-attachments");
  #items = [];
  #refuse;

  /** @param {(reason: string) => void} refuse says why something is not taken */
  constructor(refuse) {
    this.#refuse = refuse;
    part("qq-pick-image").addEventListener("change", ({ target }) => this.#onPick(target, true));
    part("qq-pick-file").addEventListener("change", ({ target }) => this.#onPick(target, false));
    watchDrops(part("qq-pane"), (files) => this.add(files));
  }

  /** Everything, for sending; it is no longer here then. */
  take() {
    const items = this.#items;
    this.put([]);
    return items;
  }

  /** Shows these instead. */
  put(items) {
    this.#items = items;
    this.#strip.hidden = items.length === 0;
    this.#strip.replaceChildren(...items.map((item) => this.#node(item)));
  }

  /** Whether anything is to be sent. */
  get any() {
    return this.#items.length > 0;
  }

  /** Takes files; pictures become pictures, if they may. */
  async add(files, pictures = true) {
    for (const file of [...files].slice(0, MOST)) {
      if (!this.#hasRoom(file)) this.#refuse(text("too_big", clip(file.name), MOST_BYTES >> 20, MOST_IN_ALL >> 20));
      else this.put([...this.#items, await itemOf(file, pictures && file.type.startsWith("image/"))].slice(-MOST));
    }
    part("qq-input").focus();
  }

  #hasRoom({ size }) {
    return size <= MOST_BYTES && this.#items.reduce((sum, item) => sum + item.size, size) <= MOST_IN_ALL;
  }

  async #onPick(picker, pictures) {
    const files = [...picker.files];
    picker.value = "";
    await this.add(files, pictures);
  }

  #node(item) {
    const remove = makeSign("icon", icon("close"), `${text("remove")}: ${clip(item.name)}`, () => {
      this.put(this.#items.filter((one) => one !== item));
      part("qq-input").focus();
    });
    const node = make("div", "attachment", item.preview ?? icon("page"), make("bdi", "", clip(item.name, 24)), remove);
    node.dataset.testid = "qq-attachment";
    return node;
  }
}

async function itemOf(file, isImage) {
  const base64 = await base64Of(file);
  return { isImage, name: file.name, size: file.size, file: `base64://${base64}`, preview: isImage ? await previewOf(file) : null };
}

function base64Of(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

// drawn, because the page's policy loads nothing but from the sandbox
async function previewOf(file) {
  const picture = await createImageBitmap(file).catch(() => null);
  if (picture === null) return null;
  const canvas = make("canvas");
  const scale = Math.min(SIDE / picture.width, SIDE / picture.height, 1);
  canvas.width = Math.max(1, picture.width * scale);
  canvas.height = Math.max(1, picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return canvas;
}

function watchDrops(area, take) {
  const over = (event, is) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    area.classList.toggle("dropping", is);
  };
  area.addEventListener("dragover", (event) => over(event, true));
  area.addEventListener("dragleave", (event) => area.contains(event.relatedTarget) || over(event, false));
  area.addEventListener("drop", (event) => {
    over(event, false);
    if (event.dataTransfer.files.length) take(event.dataTransfer.files);
  });
  area.addEventListener("paste", (event) => {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    take(event.clipboardData.files);
  });
}
