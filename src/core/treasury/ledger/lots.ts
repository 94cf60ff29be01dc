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
  const queue = openQueue(method);
  let [held, cost, owed, unseen] = [0n, 0n, 0n, 0n];
  return {
    add: (units, added) => {
      const late = units < owed ? units : owed;
      const back = late === 0n ? 0n : (added * late) / units;
      owed -= late;
      if (units > late) queue.put({ units: units - late, cost: added - back });
      held += units - late;
      cost += added - back;
      return back;
    },
    take: (units) => {
      let [left, gone] = [units, 0n];
      for (let lot = queue.next(); left > 0n && lot !== undefined; lot = queue.next()) {
        const part = left < lot.units ? left : lot.units;
        const paid = part === lot.units ? lot.cost : (lot.cost * part) / lot.units;
        lot.units -= part;
        lot.cost -= paid;
        if (lot.units === 0n) queue.drop();
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

/** Lots in the order in which they leave. */
type Queue = { put: (lot: Lot) => void; next: () => Lot | undefined; drop: () => void };

/** So many lots may have left at the front before their places are given up. */
const SLACK = 1_024;

/** A year of a hundred positions makes seventy thousand lots: none is looked for by walking through the others. */
function openQueue(method: CostMethod): Queue {
  const lots: Lot[] = [];
  let first = 0;
  const fromFront: Queue = {
    put: (lot) => void lots.push(lot),
    next: () => lots[first],
    drop: () => {
      first += 1;
      if (first > SLACK && first * 2 > lots.length) first -= lots.splice(0, first).length;
    },
  };
  const fromEnd: Queue = { put: fromFront.put, next: () => lots.at(-1), drop: () => void lots.pop() };
  if (method === "fifo") return fromFront;
  if (method === "lifo") return fromEnd;
  if (method === "hifo") return { ...fromEnd, put: (lot) => void lots.splice(placeOf(lots, lot), 0, lot) };
  return { ...fromEnd, put: (lot) => pool(lots, lot) };
}

/** Where a lot belongs among lots that cost ever more a unit; of those that cost the same, the oldest leaves first. */
function placeOf(lots: readonly Lot[], lot: Lot): number {
  let [low, high] = [0, lots.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = lots[middle] as Lot;
    if (other.cost * lot.units < lot.cost * other.units) low = middle + 1;
    else high = middle;
  }
  return low;
}

function pool(lots: Lot[], lot: Lot): void {
  const [all] = lots;
  if (all === undefined) lots.push(lot);
  else {
    all.units += lot.units;
    all.cost += lot.cost;
  }
}
