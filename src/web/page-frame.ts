import { type Html, html } from "./html.ts";
import type { Answer } from "./server.ts";

/** A whole page around its main part. Its files are named relative to `/<purpose>/<token>`, so that a proxy may put a path before all of it. */
export function page(status: number, { title, main }: { title: string; main: Html }): Answer {
  const { markup } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="../assets/page.css">
<script type="module" src="../assets/page.js"></script>
</head>
<body>
<main>
${main}
</main>
</body>
</html>
`;
  return { status, type: "text/html; charset=utf-8", body: markup };
}

/** A page that says why there is nothing to do, and what to do instead. */
export function sorryPage(status: number, { message, hint }: { message: string; hint?: string | undefined }): Answer {
  const main = html`<h1>${message}</h1>
<p>${hint ?? "Go back to Discord and start again there."}</p>`;
  return page(status, { title: message, main });
}

/** A moment in words that mean the same everywhere. */
export function utc(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
