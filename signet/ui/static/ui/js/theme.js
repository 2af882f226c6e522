// Sets the theme that this visitor chose before, ahead of the first paint, and wires the switch.
// Without a choice the page follows the system; without this script it always does.
(() => {
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");

  function remembered() {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null; // storage can be forbidden; the system's theme is then the answer
    }
  }

  function remember(theme) {
    try {
      localStorage.setItem("theme", theme);
    } catch {
      // the choice then lasts for this page only
    }
  }

  const chosen = remembered();
  if (chosen === "light" || chosen === "dark") {
    root.dataset.theme = chosen;
  }

  function current() {
    return root.dataset.theme ?? (system.matches ? "dark" : "light");
  }

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("[data-theme-switch]");
    function name() {
      button.setAttribute(
        "aria-label",
        current() === "dark" ? "Switch to light theme" : "Switch to dark theme",
      );
    }
    button.hidden = false;
    name();
    system.addEventListener("change", name);
    button.addEventListener("click", () => {
      root.dataset.theme = current() === "dark" ? "light" : "dark";
      remember(root.dataset.theme);
      name();
    });
  });
})();
