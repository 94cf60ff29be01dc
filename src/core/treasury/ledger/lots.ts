/** Which lots leave first: the oldest, the newest, those that cost most a unit, or a part of each. */
export const costMethods = ["fifo", "lifo", "hifo", "average"] as const;

/** One of these. */
export type CostMethod = (typeof costMethods)[number];

/** Units that came together, and what they cost: in the token's smallest unit and in USD 1e-8. */
type Lot = { units: bigint; cost: bigint };

/** What left, by cost; `unseen` units had never been seen to come, and cost nothing. */
export type Taken = { cost: bigint; unseen: bigint };

/** The lots of one token, or of what is owed in it. What leaves costs what its lots did, rounded down; no unit of cost is ever lost. */
export type Lots = {
  /** Adds a lot. Units that had left unseen are made up for first: their part of the cost is given back, since nothing of it is left. */
  add: (units: bigint, cost: bigint) => bigint;
  /** Takes units out; more than there are leaves the rest to be made up for. */
  take: (units: bigint) => Taken;
  /** What is there: units less those that left unseen, and what they cost. */
  units: () => bigint;
  cost: () => bigint;
  unseen: () => bigint;
};

/** Opens an empty account of lots. */
export function openLots(method: CostMethod): Lots {
  const lots: Lot[] = [];
  let [held, cost, owed, unseen] = [0n, 0n, 0n, 0n];
  return {
    add: (units, added) => {
      const late = units < owed ? units : owed;
      const back = late === 0n ? 0n : (added * late) / units;
      owed -= late;
      if (units > late) put(lots, method, { units: units - late, cost: added - back });
      held += units - late;
      cost += added - back;
      return back;
    },
    take: (units) => {
      let [left, gone] = [units, 0n];
      while (left > 0n && lots.length > 0) {
        const index = nextLot(lots, method);
        const lot = lots[index] as Lot;
        const part = left < lot.units ? left : lot.units;
        const paid = part === lot.units ? lot.cost : (lot.cost * part) / lot.units;
        lot.units -= part;
        lot.cost -= paid;
        if (lot.units === 0n) lots.splice(index, 1);
        left -= part;
        gone += paid;
      }
      held -= units - left;
      cost -= gone;
      owed += left;
      unseen += left;
      return { cost: gone, unseen: left };
    },
    units: () => held - owed,
    cost: () => cost,
    unseen: () => unseen,
  };
}

function put(lots: Lot[], method: CostMethod, lot: Lot): void {
  const only = lots[0];
  if (method !== "average" || only === undefined) lots.push(lot);
  else {
    only.units += lot.units;
    only.cost += lot.cost;
  }
}

function nextLot(lots: readonly Lot[], method: CostMethod): number {
  if (method === "lifo") return lots.length - 1;
  if (method !== "hifo") return 0;
  // Of lots that cost the same a unit, the oldest.
  return lots.reduce((best, lot, index) => (isDearer(lot, lots[best] as Lot) ? index : best), 0);
}

function isDearer(one: Lot, other: Lot): boolean {
  return one.cost * other.units > other.cost * one.units;
}
