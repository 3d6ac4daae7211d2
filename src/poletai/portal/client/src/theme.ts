/** The colour theme, set before the first paint: the visitor's choice, else the system's. */

const KEY = "poletai-theme";
const system = window.matchMedia("(prefers-color-scheme: dark)");

function apply(): void {
  const chosen = localStorage.getItem(KEY);
  const dark = chosen === "dark" || (chosen === null && system.matches);
  document.documentElement.dataset["bsTheme"] = dark ? "dark" : "light";
}

system.addEventListener("change", apply);
document.addEventListener("click", (event) => {
  const button = (event.target as Element).closest("[data-theme-switch]");
  if (!button) return;
  localStorage.setItem(KEY, document.documentElement.dataset["bsTheme"] === "dark" ? "light" : "dark");
  apply();
});
document.documentElement.classList.add("js");
apply();
