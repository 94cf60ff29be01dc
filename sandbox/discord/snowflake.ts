import type { Clock } from "./clock.ts";

const DISCORD_EPOCH_MS = 1_420_070_400_000;

/**
 * A maker of Discord ids: milliseconds of the server's clock in the upper bits, a running number in the lower 22.
 * Ids made in one millisecond keep their order; 17 to 19 digits for any time between 2016 and 2090.
 */
export function createSnowflakes(clock: Clock): () => string {
  let running = 0;
  return () => {
    running = (running + 1) & 0x3fffff;
    return ((BigInt(clock.nowMs() - DISCORD_EPOCH_MS) << 22n) | BigInt(running)).toString();
  };
}

/** The Unix millisecond in which an id was made. */
export function madeAtMs(id: string): number {
  return Number(BigInt(id) >> 22n) + DISCORD_EPOCH_MS;
}
