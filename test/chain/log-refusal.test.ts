import { expect, test } from "vitest";
import { tooMuch } from "../../src/chain/log-refusal.ts";
import { payloadOf } from "../../src/chain/provider.ts";
import { ProviderFailure } from "../../src/chain/provider-failure.ts";

/** What a refusal becomes, as the providers' answers do. */
function refused(code: number, message: string, data?: unknown): unknown {
  try {
    return payloadOf({ refused: { code, message: message.slice(0, 160), data } });
  } catch (error) {
    return error;
  }
}

test.each([
  [
    "Alchemy",
    -32600,
    "You can make eth_getLogs requests with up to a 500 block range. Based on your parameters, this block range should work: [0x123c9b2, 0x123cba5]",
  ],
  ["Infura", -32602, "range 1000000 exceeds limit of 10000"],
  ["QuickNode", -32614, "eth_getLogs is limited to a 10,000 range"],
  ["Ankr", -32600, "block range is too wide"],
  ["Ankr, newer", -32602, "maximum [from, to] blocks distance: 10000"],
  ["Chainstack", -32602, "Block range limit exceeded. See more details at …"],
  ["dRPC", 35, "ranges over 10000 blocks are not supported on freetier"],
  ["PublicNode", -32701, "exceed maximum block range: 50000"],
  ["BNB Smart Chain", -32000, "exceed maximum block range: 5000"],
  ["BlastAPI", -32600, "eth_getLogs request exceeds the range allowed for your plan (10001 > 500)"],
  ["BlockPI", -32602, "eth_getLogs is limited to 1024 block range"],
  ["Coinbase", -32602, "please limit the query to at most 1000 blocks"],
  ["Cloudflare", -32602, "Max range: 800"],
  ["thirdweb", -32005, "Maximum allowed number of requested blocks is 1000"],
  ["Merkle", -32000, "eth_getLogs range is too large, max is 10k blocks"],
  ["Avalanche", -32000, "requested too many blocks from 1 to 9000, maximum is set to 2048"],
  ["Base", -32614, "block range too large"],
  ["Optimism", -32000, "Block range is too large"],
  ["Swell", -32000, "block range greater than 10000 max"],
  ["Somnia", -32000, "block range exceeds 1000"],
  ["Harmony", -32000, "GetLogs query must be smaller than size 1024"],
  ["Morph", -32000, "block range is larger than max block range, block range = 5120, max block range = 5000"],
  ["Scroll", -32000, "block range is bigger than maxBlockRange"],
  ["Candle", -32600, "block range too high"],
  ["Hyperliquid and reth", -32602, "query exceeds max block range 100000"],
])("behavior: %s takes fewer blocks", (_, code, message) => {
  expect(tooMuch(refused(code, message))).toBe("blocks");
});

test("behavior: Tenderly says in its data that it takes fewer blocks", () => {
  const data = { error_id: "1", payload: "range 9009594 is bigger than range limit 2000" };
  expect(tooMuch(refused(-32602, "invalid params", data))).toBe("blocks");
});

test.each([
  [
    "Alchemy",
    -32602,
    "Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range and no limit on the response size, or you can request any block range with a cap of 10K logs in the response.",
  ],
  ["Infura", -32005, "query returned more than 10000 results. Try with this block range [0x1, 0x2]."],
  ["zkSync", -32602, "Query returned more than 10000 results. Try smaller block range."],
  ["LlamaRPC and reth", -32602, "query exceeds max results 20000, retry with the range 24383075-24383096"],
  ["1RPC", -32000, "response size should not greater than 10000000 bytes"],
  ["Optimism", -32020, "backend response too large"],
  ["Arbitrum", -32000, "logs matched by query exceeds limit of 10000"],
  ["dRPC", 30, "Request timeout on the free tier, please upgrade your tier to the paid one"],
  ["Infura, slow", -32005, "query timeout exceeded"],
  ["geth, in a batch", -32003, "response too large"],
  ["whoever only gives the code", -32005, "limit exceeded"],
])("behavior: %s gives fewer logs", (_, code, message) => {
  expect(tooMuch(refused(code, message))).toBe("logs");
});

test("behavior: a body that is refused for its size, by the node or by us, asks for fewer logs", () => {
  expect(tooMuch(new ProviderFailure("unfit", "answered with HTTP status 413", { status: 413 }))).toBe("logs");
  expect(tooMuch(new ProviderFailure("unfit", "answered with too much"))).toBe("logs");
});

test.each([
  ["a rate limit", -32005, "daily request count exceeded, request rate limited"],
  ["a rate limit by its code", 429, "Your app has exceeded its compute units per second capacity"],
  ["too many requests", -32005, "Too Many Requests"],
  ["an unknown method", -32601, "the method does not exist/is not available"],
  ["pruned history", -32000, "missing trie node"],
  ["a block nobody has", -32000, "unknown block"],
])("boundary: %s is not a matter of the range", (_, code, message) => {
  expect(tooMuch(refused(code, message))).toBeUndefined();
});
