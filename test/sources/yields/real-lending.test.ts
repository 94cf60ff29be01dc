import { type Address, getAddress, type Hex, slice } from "viem";
import { expect, test } from "vitest";
import type { RawLog } from "../../../src/chain/chain.ts";
import { fitsFilter } from "../../../src/chain/log-filters.ts";
import { aaveV3 } from "../../../src/sources/yields/aave-v3/aave-v3.ts";
import { compoundV3 } from "../../../src/sources/yields/compound-v3/compound-v3.ts";
import type { SeenFlow, YieldSource } from "../../../src/sources/yields/source.ts";
import { loadSamples, RECEIPTS } from "../../support/explain-score.ts";

const MINT = "0x458f5fa4";
const BURN = "0x4cf25bc1";
const SUPPLY = "0xd1cf3d15";
/** What Aave's pool says of the same: Supply, Withdraw, Borrow, Repay and LiquidationCall. */
const POOL = ["0x2b627736", "0x3115d144", "0xb3d08482", "0xa534c8db", "0xe413a321"];
const samples = loadSamples();

type Receipt = { transactionHash: Hex; logs: { address: Address; topics: Hex[]; data: Hex; logIndex: Hex }[] };

function receipts(): RawLog[][] {
  return (samples ?? []).map(({ receipt }) => {
    const { transactionHash, logs } = receipt as Receipt;
    const place = { blockNumber: 1n, blockHash: transactionHash, timestamp: 1, transactionHash, transactionIndex: 0 };
    return logs.map((log) => ({ ...log, ...place, logIndex: Number(log.logIndex) }));
  });
}

const starts = (log: RawLog, selectors: readonly string[]) => selectors.some((one) => log.topics[0]?.startsWith(one));
const words = (data: Hex) => (data.slice(2).match(/.{64}/g) ?? []).map((word) => BigInt(`0x${word}`));
const account = (topic: Hex | undefined) => getAddress(slice(topic ?? "0x", 12));

function decode(source: YieldSource, logs: readonly RawLog[]): SeenFlow[] {
  return source.decode(logs.filter((log) => source.filters.some((filter) => fitsFilter(filter, log))));
}

test.skipIf(samples === undefined)(
  `behavior: what moved in Aave's reserves, by their tokens, is what its pool says (skipped where ${RECEIPTS} is absent)`,
  () => {
    let seen = 0;
    for (const logs of receipts()) {
      const told = logs.filter((log) => starts(log, POOL)).flatMap(({ data }) => words(data));
      for (const log of told.length > 0 ? logs.filter((one) => starts(one, [MINT, BURN])) : []) {
        const supply = getAddress(log.address);
        const holder = account(log.topics[starts(log, [BURN]) ? 1 : 2]);
        const source = aaveV3.bind("lent", { supply, holder, asset: supply, token: "t", fromBlock: 0 } as never);
        for (const { amount } of decode(source, [log])) expect(told).toContain(amount);
        seen += 1;
      }
    }
    expect(seen).toBe(23);
  },
);

test.skipIf(samples === undefined)(
  `behavior: payments into Compound's markets are supply or debt, whole (skipped where ${RECEIPTS} is absent)`,
  () => {
    const flows = receipts().flatMap((logs) =>
      logs
        .filter((log) => log.topics.length === 3 && starts(log, [SUPPLY]))
        .flatMap((log) => {
          const market = getAddress(log.address);
          const holder = account(log.topics[2]);
          const settings = { market, holder, asset: market, token: "t", collateral: [], fromBlock: 0 };
          return decode(compoundV3.bind("lent", settings as never), logs);
        }),
    );
    expect(flows.map(({ leg, direction, amount }) => [leg, direction, amount])).toEqual([
      ["supplied", "in", 15_000_000_000n],
      ["debt", "in", 100_000_919n],
    ]);
  },
);
