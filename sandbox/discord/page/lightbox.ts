import { useEffect, useRef, useState } from "preact/hooks";
import { localFile } from "./cdn.ts";
import { html } from "./html.ts";

type PictureProps = { url: string; alt?: string; width?: number; height?: number; name?: string };

/** An image of the local Discord with its words; pressing it shows it large. Images from elsewhere are named, not loaded. */
export function Picture({ url, alt = "", width, height, name = "image" }: PictureProps) {
  const [large, setLarge] = useState(false);
  const source = localFile(url);
  if (source === undefined)
    return html`<span class="picture-absent">${alt || "An image from outside the sandbox"}</span>`;
  const label = `Enlarge ${alt || name}`;
  return html`<button type="button" class="picture" aria-label=${label} onClick=${() => setLarge(true)}>
      <img src=${source} alt=${alt} title=${alt} width=${width} height=${height} loading="lazy" />
    </button>
    ${large ? html`<${Lightbox} source=${source} alt=${alt} onClose=${() => setLarge(false)} />` : null}`;
}

function Lightbox({ source, alt, onClose }: { source: string; alt: string; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return html`<dialog class="lightbox" ref=${dialog} aria-label=${alt || "Image"} onClose=${onClose} onClick=${onClose}>
    <img src=${source} alt=${alt} />
    <p>${alt}</p>
    <div class="lightbox-row">
      <a href=${source} target="_blank" rel="noopener noreferrer" onClick=${(event: Event) => event.stopPropagation()}>Open in browser</a>
      <button type="button" class="link-button">Close</button>
    </div>
  </dialog>`;
}
