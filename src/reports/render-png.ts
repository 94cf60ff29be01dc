import { type ResvgRenderOptions, renderAsync } from "@resvg/resvg-js";
import { FONT_FAMILY, fontFiles } from "./fonts.ts";

const options: ResvgRenderOptions = {
  font: {
    loadSystemFonts: false,
    fontFiles: Object.values(fontFiles),
    defaultFontFamily: FONT_FAMILY,
    sansSerifFamily: FONT_FAMILY,
  },
  logLevel: "off",
};

/** An SVG as PNG, drawn on a thread of its own so that the gateway's heartbeat is not held up. */
export async function renderPng(svg: string): Promise<Buffer> {
  return (await renderAsync(svg, options)).asPng();
}
