/** Light and dark: the system's, until the reader chooses. */

const CHOICE = "qq-sandbox-theme";

const dark = matchMedia("(prefers-color-scheme: dark)");

/** Shows the page as it was chosen last. */
export function showTheme() {
  const chosen = localStorage.getItem(CHOICE);
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
}

/** Changes between light and dark, and remembers it. */
export function changeTheme() {
  const now = document.documentElement.dataset.theme ?? (dark.matches ? "dark" : "light");
  localStorage.setItem(CHOICE, now === "dark" ? "light" : "dark");
  showTheme();
}
