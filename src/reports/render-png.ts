import { Worker } from "node:worker_threads";

const thread = new URL("./draw-thread.ts", import.meta.url);

/** Pictures are drawn one after another: each takes some ten megabytes while it is drawn. */
let last: Promise<unknown> = Promise.resolve();

/**
 * An SVG as PNG, drawn on a thread that lives for one picture. The gateway's heartbeat is not held up, and memory stays small:
 * the renderer's is freed by the garbage collector, which does not see how large it is and lets a hundred pictures pile up.
 */
export function renderPng(svg: string): Promise<Buffer> {
  const drawn = last.then(() => draw(svg));
  last = drawn.catch(() => undefined);
  return drawn;
}

function draw(svg: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(thread, { workerData: svg, resourceLimits: { maxOldGenerationSizeMb: 64 } });
    let png: Buffer | undefined;
    worker.once("message", (bytes: Uint8Array) => {
      png = Buffer.from(bytes);
    });
    worker.once("error", reject);
    worker.once("exit", (code) =>
      png ? resolve(png) : reject(new Error(`Drawing ended with code ${code} and no picture`)),
    );
  });
}
