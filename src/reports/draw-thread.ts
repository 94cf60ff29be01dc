import { parentPort, workerData } from "node:worker_threads";
import { Resvg, type ResvgRenderOptions } from "@resvg/resvg-js";
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

// A thread's whole task: it ends after one picture, and only its end gives the renderer's memory back.
parentPort?.postMessage(new Resvg(String(workerData), options).render().asPng());
