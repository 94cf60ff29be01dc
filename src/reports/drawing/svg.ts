import type { FontWeight } from "./fonts.ts";

/** The attributes of an element; those that are undefined are left out. */
type Attributes = Readonly<Record<string, string | number | undefined>>;

/** One SVG element as text; numbers are cut to a hundredth of a pixel, and every value is escaped. */
export function element(name: string, attributes: Attributes, ...children: string[]): string {
  const written = Object.entries(attributes).filter(
    (entry): entry is [string, string | number] => entry[1] !== undefined,
  );
  const list = written
    .map(([key, value]) => ` ${key}="${typeof value === "number" ? round(value) : escapeXml(value)}"`)
    .join("");
  return children.length === 0 ? `<${name}${list}/>` : `<${name}${list}>${children.join("")}</${name}>`;
}

type TextStyle = { size?: number; weight?: FontWeight; fill: string; anchor?: "start" | "middle" | "end" };

/** A line of text whose baseline begins, is centred or ends at the point. */
export function label(
  x: number,
  y: number,
  content: string,
  { size = 26, weight = 400, fill, anchor = "start" }: TextStyle,
): string {
  const style = { "font-size": size, "font-weight": weight, fill, "text-anchor": anchor };
  return element("text", { x, y, ...style }, escapeXml(content));
}

/** A filled rectangle with round corners. */
export function box(x: number, y: number, width: number, height: number, fill: string, radius = 0): string {
  return element("rect", { x, y, width, height, fill, rx: radius > 0 ? radius : undefined });
}

/** Text as XML can hold it: control characters and those that turn the direction of writing dropped, markup escaped. */
function escapeXml(text: string): string {
  // XML 1.0 has no way to write these at all.
  const allowed = text.replace(
    /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]|[\u202a-\u202e\u2066-\u2069]/gu,
    "",
  );
  return allowed.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}
