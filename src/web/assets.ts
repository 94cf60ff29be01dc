import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Routes } from "./server.ts";

const files = [
  ["page.css", "text/css; charset=utf-8"],
  ["page.js", "text/javascript; charset=utf-8"],
] as const;

/** The one style sheet and the one script that every page uses, read when Steward starts. */
export function assetRoutes(): Routes {
  return Object.fromEntries(
    files.map(([name, type]) => {
      const body = readFileSync(fileURLToPath(new URL(`./assets/${name}`, import.meta.url)), "utf8");
      return [`GET /assets/${name}`, () => ({ status: 200, type, body })];
    }),
  );
}
