import { startSandbox } from "../sandbox/start-sandbox.ts";
import { percentile, print, round } from "./figure.ts";

const STARTS = 5;

/** From the start of the sandbox to a bot that is logged in, with its commands registered and the page answering. */
export async function measureReadyTime(): Promise<void> {
  const times: number[] = [];
  for (let start = 0; start < STARTS; start += 1) {
    const began = performance.now();
    const sandbox = await startSandbox();
    const page = await fetch(sandbox.url);
    if (!page.ok) throw new Error(`the page answered ${page.status}`);
    times.push((performance.now() - began) / 1000);
    await sandbox.stop();
  }
  const facts = { starts: STARTS, slowest: round(percentile(times, 1)) };
  print({ figure: "sandbox-ready", value: round(percentile(times, 0.5)), unit: "s", target: "< 5", facts });
}
