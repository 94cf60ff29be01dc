import { textWidth } from "../../src/reports/drawing/text-width.ts";

/** A line of text of a picture and where it is drawn, in pixels. */
export type SvgText = { text: string; left: number; right: number; y: number };

/** Every text of a picture. */
export function svgTexts(svg: string): SvgText[] {
  return [
    ...svg.matchAll(
      /<text x="([\d.-]+)" y="([\d.-]+)" font-size="(\d+)" font-weight="(\d+)" fill="[^"]+" text-anchor="(\w+)">([^<]+)</g,
    ),
  ].map(([, x, y, size, weight, anchor, raw = ""]) => {
    const text = raw.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
    const width = textWidth(text, Number(size), Number(weight) as 400 | 600 | 700);
    const left = Number(x) - (anchor === "end" ? width : anchor === "middle" ? width / 2 : 0);
    return { text, left, right: left + width, y: Number(y) };
  });
}

/** What is wrong with how a picture is drawn, in words: numbers that are none, text too small, over the edge or over other text, boxes outside. */
export function svgFaults(svg: string): string[] {
  const [, width = 0, height = 0] = (/width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? []).map(Number);
  const texts = svgTexts(svg);
  const isWithin = (from: number, to: number, edge: number, end: number) => from >= edge && to <= end - edge;
  return [
    ...(svg.match(/NaN|undefined|Infinity|="-?[\d.]+e/g) ?? []),
    ...[...svg.matchAll(/font-size="([\d.]+)"/g)].filter(([, size]) => Number(size) < 26).map(([size]) => size),
    ...texts
      .filter(({ left, right, y }) => !isWithin(left, right, 20, width) || !isWithin(y - 26, y + 4, 8, height))
      .map(({ text }) => `"${text}" reaches over the edge`),
    ...texts.flatMap((one, index) =>
      texts
        .slice(index + 1)
        .filter((other) => one.left < other.right && other.left < one.right && Math.abs(one.y - other.y) < 24)
        .map((other) => `"${one.text}" lies over "${other.text}"`),
    ),
    ...[...svg.matchAll(/<rect x="([\d.-]+)" y="([\d.-]+)" width="([\d.-]+)" height="([\d.-]+)"/g)]
      .map(([, ...numbers]) => numbers.map(Number) as [number, number, number, number])
      .filter(([x, y, w, h]) => w < 0 || h < 0 || !isWithin(x, x + w, 0, width) || !isWithin(y, y + h, 0, height))
      .map((numbers) => `a box at ${numbers.join(" ")}`),
  ];
}
