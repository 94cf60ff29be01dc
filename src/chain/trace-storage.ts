import { type Address, getAddress, type Hex, numberToHex, pad } from "viem";
import type { Block, Conduct, StorageChange } from "./chain.ts";
import { type Provider, payloadOf } from "./provider.ts";
import { ProviderFailure } from "./provider-failure.ts";
import type { StateReader } from "./state.ts";

/** An account as the prestate tracer answers it: only what changed. */
type Account = { balance?: Hex; nonce?: number; code?: Hex; storage?: Readonly<Record<Hex, Hex>> };
type Difference = { pre: Readonly<Record<Address, Account>>; post: Readonly<Record<Address, Account>> };
type Override = { balance?: Hex; nonce?: Hex; code?: Hex; stateDiff?: Record<Hex, Hex> };

const ZERO = pad("0x", { size: 32 });

/** Every word of storage that the calls change, each made on what those before it left behind. */
export async function traceStorage(
  state: StateReader,
  provider: Provider,
  block: Block,
  { account, calls }: Conduct,
): Promise<readonly StorageChange[]> {
  const changes = new Map<string, StorageChange>();
  const stateOverrides: Record<Address, Override> = {};
  for (const { to, value, data } of calls) {
    const params = [{ from: account, to, value: numberToHex(value), data }];
    const options = [{ tracer: "prestateTracer", tracerConfig: { diffMode: true }, stateOverrides }];
    const [answer] = await state(provider, block, [{ method: "debug_traceCall", params, options }]);
    const { pre, post } = differenceOf(payloadOf(answer));
    for (const change of wordsOf(pre, post)) {
      const key = `${change.address} ${change.slot}`;
      changes.set(key, { ...change, before: changes.get(key)?.before ?? change.before });
    }
    for (const [address, after] of Object.entries(post)) override(stateOverrides, address as Address, after);
    for (const { address, slot, after } of wordsOf(pre, post)) {
      const known = override(stateOverrides, address, {});
      known.stateDiff = { ...known.stateDiff, [slot]: after };
    }
  }
  return [...changes.values()].filter(({ before, after }) => before !== after);
}

function differenceOf(body: unknown): Difference {
  const { pre, post } = (body ?? {}) as Partial<Difference>;
  if (typeof pre !== "object" || typeof post !== "object")
    throw new ProviderFailure("unfit", "answered with something that is not a difference of state");
  return { pre, post };
}

/** A word that became zero stands in what was before, and nowhere else. */
function wordsOf(pre: Difference["pre"], post: Difference["post"]): StorageChange[] {
  const addresses = new Set([...Object.keys(pre), ...Object.keys(post)] as Address[]);
  return [...addresses].flatMap((address) => {
    const [before, after] = [pre[address]?.storage ?? {}, post[address]?.storage ?? {}];
    const slots = new Set([...Object.keys(before), ...Object.keys(after)] as Hex[]);
    return [...slots].map((slot) => ({
      address: getAddress(address),
      slot,
      before: before[slot] ?? ZERO,
      after: after[slot] ?? ZERO,
    }));
  });
}

function override(all: Record<Address, Override>, address: Address, { balance, nonce, code }: Account): Override {
  const key = getAddress(address);
  all[key] = {
    ...all[key],
    ...(balance === undefined ? {} : { balance }),
    ...(nonce === undefined ? {} : { nonce: numberToHex(nonce) }),
    ...(code === undefined ? {} : { code }),
  };
  return all[key];
}
