import { render } from "preact";
import { App } from "./app.ts";
import { html } from "./html.ts";
import { start } from "./session.ts";
import { restoreTheme } from "./theme-toggle.ts";

restoreTheme();
const root = document.getElementById("app");
if (root) {
  root.replaceChildren();
  render(html`<${App} />`, root);
}
void start();
