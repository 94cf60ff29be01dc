/** Colours of every picture: a dark card that stands out from light and dark backgrounds alike. */
export const palette = {
  card: "#12161f",
  edge: "#2a3140",
  panel: "#1a202c",
  line: "#39424f",
  /** 15 : 1 on the card. */
  strong: "#f2f5fa",
  /** 8 : 1 on the card. */
  soft: "#b3bccb",
  /** What needs to be seen: missed, negative, stale. */
  alert: "#ff9d5c",
  gain: "#2fc39a",
  /** What something is worth, as against what changed it. */
  value: "#56b4e9",
  paid: "#2b6d8f",
  absent: "#1f2633",
  unknown: "#6b7688",
  net: "#f2f5fa",
  mark: "#f0e442",
} as const;

/** Series in order; told apart also by those who do not see red or green (after Okabe and Ito, lightened for a dark ground). */
export const seriesColours = ["#56b4e9", "#e69f00", "#2fc39a", "#d98bb8", "#9aa5b8"] as const;

/** The colour of a series by its place; the last one stands for all that follow. */
export function seriesColour(index: number): string {
  return seriesColours[Math.min(index, seriesColours.length - 1)] ?? palette.soft;
}
