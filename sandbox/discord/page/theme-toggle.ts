import { useState } from "preact/hooks";
import { html } from "./html.ts";
import { Icon } from "./icons.ts";

type Theme = "dark" | "light";

/** Puts on the theme chosen last time; dark where none was. */
export function restoreTheme(): void {
  document.documentElement.dataset["theme"] = remembered();
}

/** Changes between the dark and the light theme, and remembers it. */
export function ThemeToggle() {
  const [theme, setTheme] = useState<Theme>(remembered);
  const other = theme === "dark" ? "light" : "dark";
  const change = () => {
    localStorage.setItem("theme", other);
    document.documentElement.dataset["theme"] = other;
    setTheme(other);
  };
  const label = `Use the ${other} theme`;
  return html`<button type="button" class="icon-button" aria-label=${label} title=${label} onClick=${change}>
    <${Icon} name=${theme === "dark" ? "sun" : "moon"} />
  </button>`;
}

function remembered(): Theme {
  return localStorage.getItem("theme") === "light" ? "light" : "dark";
}
