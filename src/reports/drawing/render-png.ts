import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("./draw.ts", import.meta.url));

/** Nothing of this house takes so long, or is so large: beyond either the picture is given up. */
const LONGEST_MS = 20_000;
const LARGEST_BYTES = 10 * 1_024 * 1_024;

/** Pictures are drawn one after another: each takes some ten megabytes while it is drawn. */
let last: Promise<unknown> = Promise.resolve();

/**
 * An SVG as PNG, drawn by a process that lives for one picture. The gateway's heartbeat is not held up, and the renderer's
 * memory goes back whole: within this process thirty megabytes would stay for good, and hundreds until the next collection.
 */
export function renderPng(svg: string): Promise<Buffer> {
  const drawn = last.then(() => draw(svg));
  last = drawn.catch(() => undefined);
  return drawn;
}

function draw(svg: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { encoding: "buffer", timeout: LONGEST_MS, maxBuffer: LARGEST_BYTES, env: {} } as const;
    const drawing = execFile(process.execPath, [script], options, (error, png, complaint) => {
      if (error === null && png.length > 0) resolve(png);
      else reject(new Error(`No picture was drawn: ${complaint.toString("utf8").slice(0, 500)}`, { cause: error }));
    });
    // A process that dies early closes its end; the callback says why.
    drawing.stdin?.on("error", () => undefined).end(svg);
  });
}
