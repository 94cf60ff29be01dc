import type { Hex } from "viem";
import { describe, expect, test } from "vitest";
import { createPool } from "../../src/chain/failover.ts";
import { createGasReceipts, type GasReceipt } from "../../src/chain/gas-receipts.ts";
import { createProvider } from "../../src/chain/provider.ts";
import type { RpcRequest } from "../../src/chain/rpc.ts";
import { gasPaid } from "../../src/core/treasury/accounts/gas-paid.ts";
import { loadSamples, type Sample } from "../support/explain-score.ts";
import { recordingLog } from "../support/live-chain.ts";

const samples = loadSamples();
type Receipt = Record<string, Hex | undefined> & { transactionHash: Hex; blockNumber: Hex; blockHash: Hex; from: Hex };
const receiptOf = ({ receipt }: Sample): Receipt => (receipt as { result?: Receipt }).result ?? (receipt as Receipt);

/** A provider that has these receipts and the headers of their blocks. */
function readerOf(chain: number, receipts: readonly Receipt[]) {
  let posts = 0;
  const answer = ({ method, params: [asked] }: RpcRequest) => {
    if (method === "eth_chainId") return `0x${chain.toString(16)}`;
    if (method === "eth_getTransactionReceipt") return receipts.find((one) => one.transactionHash === asked) ?? null;
    const block = receipts.find(({ blockNumber }) => BigInt(blockNumber) === BigInt(asked as Hex));
    return { number: asked, hash: block?.blockHash, timestamp: "0x1" };
  };
  const rpc = {
    ask: async (requests: readonly RpcRequest[]) => {
      posts += 1;
      return requests.map((request) => ({ result: answer(request) }));
    },
    askSealed: () => Promise.reject(new Error("Nobody asks for sealed answers.")),
  };
  const named = { id: chain, name: "Somewhere" };
  const options = { url: "http://somewhere", label: "provider 1", chain: named, timeoutMs: 1, connect: () => rpc };
  const read = createGasReceipts(createPool([createProvider(options, recordingLog())], named));
  return { read: (sent: Parameters<typeof read>[0]) => read(sent), posts: () => posts };
}

/** What careful people wrote down for the gas, in the coin's smallest unit; undefined where the sender is none of the accounts. */
function expectedGas({ expected }: Sample): bigint | undefined {
  const fee = expected.find(({ subtype, protocol }) => subtype === "fee" && protocol === "gas");
  const [whole = "", fraction = ""] = fee?.amount.split(".") ?? [];
  return fee && BigInt(whole + fraction.padEnd(18, "0"));
}

const amountOf = (receipt: GasReceipt | undefined) => receipt && gasPaid(receipt).amount;

describe.skipIf(samples === undefined)(
  "real receipts of main networks (skipped, and said to be, where /work/shared/data/receipts.json.gz is absent)",
  () => {
    test.each([
      ["Ethereum", 1, 122],
      ["OP Mainnet", 10, 8],
      ["BNB Chain", 56, 2],
      ["Gnosis", 100, 11],
      ["Polygon", 137, 6],
      ["Base", 8_453, 9],
      ["Arbitrum One", 42_161, 27],
      ["Scroll", 534_352, 1],
    ])("law: on %s gas is what careful people wrote down, to the wei", async (_, chain, count) => {
      const own = (samples ?? []).filter(({ chainId }) => chainId === chain);
      const receipts = own.map(receiptOf);
      const { read, posts } = readerOf(chain, receipts);
      const sent = receipts.map(({ transactionHash: hash, blockNumber }) => ({ hash, block: BigInt(blockNumber) }));
      const found: (GasReceipt | undefined)[] = [];
      for (let at = 0; at < sent.length; at += 50) found.push(...(await read(sent.slice(at, at + 50))));
      expect(posts()).toBe(1 + Math.ceil(sent.length / 50));
      // Some receipts of the OP Stack were taken down without the fee for data: those are said to be short.
      const isTold = (index: number) => receipts[index]?.["l1Fee"] !== undefined || ![10, 8453].includes(chain);
      const compared = own.flatMap((sample, index) => {
        const wanted = expectedGas(sample);
        return wanted === undefined || !isTold(index) ? [] : [{ wanted, paid: amountOf(found[index]) }];
      });
      expect(compared.map(({ paid }) => paid)).toEqual(compared.map(({ wanted }) => wanted));
      expect(compared).toHaveLength(count);
      const told = found.map((receipt) => receipt && gasPaid(receipt).data);
      const withData = receipts.filter((one) => (one["l1Fee"] ?? one["gasUsedForL1"]) !== undefined).length;
      expect(told.filter((data) => data !== undefined)).toHaveLength(withData);
    });
  },
);
