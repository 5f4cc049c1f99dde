/** The picker of faces. */

import { make, makeSign } from "./dom.js";
import { FACE_IDS, faceName, faceSign } from "./faces.js";
import { closePopup, openPopup } from "./popup.js";
import { rove } from "./roving.js";
import { text } from "./texts.js";

const COLUMNS = 9;

/**
 * Opens the faces; arrow keys go among them, Enter takes one.
 * @param {HTMLElement} beside
 * @param {(id: string) => void} take
 */
export function pickFace(beside, take) {
  const grid = make("div", "faces", ...FACE_IDS.map((id) => button(id, take)));
  grid.role = "menu";
  grid.ariaLabel = text("faces");
  grid.dataset.testid = "faces";
  rove(grid, "button", { columns: () => COLUMNS });
  openPopup(grid, beside.getBoundingClientRect());
  grid.firstElementChild.focus();
}

function button(id, take) {
  const node = makeSign("", faceSign(id), faceName(id), () => {
    closePopup();
    take(id);
  });
  node.role = "menuitem";
  node.tabIndex = -1;
  node.dataset.face = id;
  return node;
}
