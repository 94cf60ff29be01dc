import { buffer } from "node:stream/consumers";
import { Resvg } from "@resvg/resvg-js";
import { FONT_FAMILY, fontFiles } from "./fonts.ts";

// A process's whole task: an SVG comes in, a PNG goes out.
const svg = (await buffer(process.stdin)).toString("utf8");
const font = {
  loadSystemFonts: false,
  fontFiles: Object.values(fontFiles),
  defaultFontFamily: FONT_FAMILY,
  sansSerifFamily: FONT_FAMILY,
};
process.stdout.write(new Resvg(svg, { font, logLevel: "off" }).render().asPng());
