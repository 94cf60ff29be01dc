/** An epoch's length in seconds; epochs are UTC days counted from 1970. */
export const EPOCH = 86_400;

/** How long after an epoch's end its rewards are paid and its prices pushed, in seconds. */
const SETTLING = 300;

/** Not later than this before now may the history's last epoch be settled, so that blocks can follow it; in seconds. */
const MARGIN = 60;

/** The time of the epoch's last block, ten seconds before it ends, so that what is read of a day is read at its end; in Unix seconds. */
export function eveningOf(epoch: number): number {
  return (epoch + 1) * EPOCH - 10;
}

/** When the epoch's rewards are due, in Unix seconds. */
export function dueAt(epoch: number): number {
  return (epoch + 1) * EPOCH + SETTLING;
}

/** The last epoch whose rewards are due at the time, with some seconds to spare. */
export function lastDueEpoch(now: number): number {
  return Math.floor((now - MARGIN - SETTLING) / EPOCH) - 1;
}

/** The last epoch settled by a block of this time or an earlier one. */
export function epochSettledBy(timestamp: number): number {
  return Math.floor((timestamp - SETTLING) / EPOCH) - 1;
}
