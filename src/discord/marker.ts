/** The last small line of every message said unasked, by which it is found again. */
export function markerLine(marker: string): string {
  return `-# steward · ${marker}`;
}

/** True when any text of a message, however deep, has the marker's line. */
export function carriesMarker(message: unknown, marker: string): boolean {
  return texts(message).some((text) => text.split("\n").some((line) => line.trim() === markerLine(marker)));
}

function texts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(texts);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "content" && typeof inner === "string" ? [inner] : texts(inner),
  );
}
