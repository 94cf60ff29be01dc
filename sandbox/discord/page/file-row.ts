import { useState } from "preact/hooks";
import { fileSize, localFile } from "./cdn.ts";
import { CodeBlock } from "./code-block.ts";
import { parseCsv } from "./csv.ts";
import { html } from "./html.ts";
import { Icon } from "./icons.ts";

const PREVIEW_ROWS = 21;
const PREVIEW_CHARACTERS = 20_000;

type FileRowProps = { url: string; name: string; size: number };

/** A file to download; tables and texts can be looked at in place. */
export function FileRow({ url, name, size }: FileRowProps) {
  const [preview, setPreview] = useState<string | undefined>();
  const source = localFile(url);
  const readable = /\.(csv|json|txt|md)$/i.test(name);
  const toggle = async () => {
    if (preview !== undefined || source === undefined) return setPreview(undefined);
    const response = await fetch(source).catch(() => undefined);
    setPreview(response?.ok ? await response.text() : "The file could not be read.");
  };
  return html`<div class="file">
    <div class="file-row">
      <${Icon} name="file" size=${30} />
      <div class="file-words">
        <a href=${source} download=${name}>${name}</a>
        <span class="muted">${fileSize(size)}</span>
      </div>
      ${readable ? html`<button type="button" class="link-button" aria-expanded=${preview !== undefined} onClick=${toggle}>${preview === undefined ? "Preview" : "Hide"}</button>` : null}
      <a class="icon-button" href=${source} download=${name} aria-label=${`Download ${name}`}><${Icon} name="download" /></a>
    </div>
    ${preview === undefined ? null : html`<${Preview} name=${name} text=${preview} />`}
  </div>`;
}

function Preview({ name, text }: { name: string; text: string }) {
  if (!name.toLowerCase().endsWith(".csv")) return html`<${CodeBlock} text=${text.slice(0, PREVIEW_CHARACTERS)} />`;
  const [head = [], ...body] = parseCsv(text, PREVIEW_ROWS);
  return html`<div class="file-preview" tabindex="0" role="region" aria-label=${`First rows of ${name}`}>
    <table>
      <thead><tr>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead>
      <tbody>${body.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody>
    </table>
  </div>`;
}
