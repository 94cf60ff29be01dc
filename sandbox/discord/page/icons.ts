import { html } from "./html.ts";

/** Outlines drawn here, on a grid of 24, by name. */
const PATHS = {
  hash: "M9 3 7 21M17 3l-2 18M4 8.5h17M3 15.5h17",
  thread: "M4 5h16v10H10l-4 4v-4H4zM8 9h8M8 12h5",
  at: "M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0zm0 0v1.5a2.5 2.5 0 0 0 5 0V12a9 9 0 1 0-4 7.5",
  menu: "M4 6h16M4 12h16M4 18h16",
  wallet: "M4 7h15v12H4zM4 7l11-3v3M15 13h1.5",
  close: "M5 5l14 14M19 5 5 19",
  chevron: "M6 9l6 6 6-6",
  copy: "M9 9h11v11H9zM15 9V4H4v11h5",
  check: "M4 12.5 10 18 20 6.5",
  external: "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
  eye: "M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12zm13 0a3 3 0 1 1-6 0 3 3 0 0 1 6 0z",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  download: "M12 4v11M7 10.5l5 5 5-5M5 20h14",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M5 19l2-2M17 7l2-2",
  moon: "M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5z",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3.5 2",
  send: "M4 4l17 8-17 8 3-8zM7 12h8",
  slash: "M15 4 9 20",
  bolt: "M14 3 5 14h6l-1 7 9-11h-6z",
  pen: "M4 20l1-5L16 4l4 4L9 19z",
} as const;

/** The name of an icon. */
export type IconName = keyof typeof PATHS;

/** An outline the size of the text around it; decoration only, so hidden from readers. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return html`<svg class="icon" width=${size} height=${size} viewBox="0 0 24 24" fill="none" stroke="currentColor"
    stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">
    <path d=${PATHS[name]} /></svg>`;
}
