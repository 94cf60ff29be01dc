/** Lets one go on at a time, with the event loop's other work in between. */
export type Turn = () => Promise<void>;

/**
 * Makes a turn to wait for. Discord delivers a crowd's clicks in one piece; without turns all would be stored before the first
 * is confirmed, and the last ones too late for Discord.
 */
export function createTurn(): Turn {
  let last: Promise<void> = Promise.resolve();
  return () => {
    last = last.then(() => new Promise<void>((resolve) => setImmediate(resolve)));
    return last;
  };
}
