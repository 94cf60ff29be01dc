/** The server's time: the wall clock plus an offset that can be moved. */
export type Clock = {
  nowMs(): number;
  nowSeconds(): number;
  iso(): string;
  offsetSeconds(): number;
  move(offsetSeconds: number): void;
};

/** A clock that starts at the wall clock plus `offsetSeconds`. */
export function createClock(offsetSeconds = 0, wallMs: () => number = Date.now): Clock {
  let offset = offsetSeconds;
  const nowMs = () => wallMs() + offset * 1000;
  return {
    nowMs,
    nowSeconds: () => Math.floor(nowMs() / 1000),
    iso: () => new Date(nowMs()).toISOString().replace("Z", "000+00:00"),
    offsetSeconds: () => offset,
    move: (next) => {
      offset = next;
    },
  };
}
