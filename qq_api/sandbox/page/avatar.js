/** Avatars: drawn from a name and a number, so that nothing has to be fetched. */

import { make } from "./dom.js";

const COLOURS = 9; // as many as chat.css has

/** A round picture with the first letter of a name: "<b>Bold</b>" -> "B". */
export function avatarOf(id, name, kind = "") {
  const avatar = make("span", `avatar ${kind}`, initial(name));
  avatar.ariaHidden = "true";
  avatar.dataset.colour = Number(id) % COLOURS;
  return avatar;
}

function initial(name) {
  return (/[\p{L}\p{N}]/u.exec(String(name).slice(0, 200)) ?? ["?"])[0].toUpperCase();
}
