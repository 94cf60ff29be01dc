import { sizeOf } from "../../size.ts";
import { type CostMethod, type Lots, openLots } from "./lots.ts";

/** What is seen to be claimable or locked of a leg beyond its principal: units, and what they were worth as they came; both may be negative for a while. */
type Accrued = { units: bigint; cost: bigint };

/** Everything that is owned and owed, by token, and what is accrued, by leg. */
export type Inventory = {
  owned: (token: string) => Lots;
  owed: (token: string) => Lots;
  accrued: (leg: string) => Accrued;
  /** Principal that lies in a claimable or locked leg; its lots are among the owned ones. */
  parked: Map<string, bigint>;
  tokens: () => string[];
  /** What is accrued in the legs of a token. */
  accruedOf: (token: string) => Accrued;
};

/** Opens an empty inventory; `tokenOf` says of which token a leg is. */
export function openInventory(method: CostMethod, tokenOf: ReadonlyMap<string, string>): Inventory {
  const [owned, owed] = [new Map<string, Lots>(), new Map<string, Lots>()];
  const accrued = new Map<string, Accrued>();
  const opened = (lots: Map<string, Lots>) => (token: string) => found(lots, token, () => openLots(method));
  return {
    owned: opened(owned),
    owed: opened(owed),
    accrued: (leg) => found(accrued, leg, () => ({ units: 0n, cost: 0n })),
    parked: new Map(),
    tokens: () => [...new Set(tokenOf.values())],
    accruedOf: (token) => {
      const own = [...accrued].filter(([leg]) => tokenOf.get(leg) === token).map(([, one]) => one);
      return {
        units: own.reduce((sum, { units }) => sum + units, 0n),
        cost: own.reduce((sum, { cost }) => sum + cost, 0n),
      };
    },
  };
}

function found<Value>(known: Map<string, Value>, name: string, make: () => Value): Value {
  const value = known.get(name) ?? make();
  known.set(name, value);
  return value;
}

/** Changes what is accrued: what came is worth what it is worth now, what goes takes its part of what the rest was worth. Gives the change of worth. */
export function accrue(accrued: Accrued, units: bigint, worthOf: (units: bigint) => bigint): bigint {
  const closes = accrued.units !== 0n && accrued.units > 0n !== units > 0n;
  const size = sizeOf(accrued.units);
  const back = closes ? (sizeOf(units) < size ? sizeOf(units) : size) : 0n;
  const freed = back === 0n ? 0n : (accrued.cost * back) / size;
  const sign = units < 0n ? -1n : 1n;
  const beyond = units - sign * back;
  const change = worthOf(beyond) - freed;
  accrued.units += units;
  accrued.cost += change;
  return change;
}
