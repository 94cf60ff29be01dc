import {
  type Address,
  concatHex,
  decodeFunctionResult,
  encodeFunctionData,
  type Hex,
  hashMessage,
  parseAbi,
  serializeErc6492Signature,
  zeroAddress,
} from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listWallets } from "../../db/wallets.ts";
import { startWorld } from "../../sandbox/chain/world.ts";
import { PEOPLE, walletOf } from "../../sandbox/people.ts";
import { issueChallenge } from "../../src/actions/wallets/issue-challenge.ts";
import { linkWallet } from "../../src/actions/wallets/link-wallet.ts";
import { verifySignature } from "../../src/actions/wallets/verify-signature.ts";
import { Refusal, Transient } from "../../src/errors.ts";
import { createTestApp, interactionAt } from "../support/app.ts";
import { startRpcProxy } from "../support/rpc-proxy.ts";
import { createWorldApp, type WorldApp } from "../support/world-app.ts";

const message = "A text that a wallet signs";
const YES: Hex = "0x01";
const NO: Hex = "0x00";
const contract: Address = "0x00000000000000000000000000000000000000c1";
/** What no key can have made: it is longer. */
const long = `0x${"12".repeat(130)}`;

/** An app whose contract wallet is judged by providers that answer so. */
function judged(providers: number, ...answers: (Hex | undefined)[]) {
  const app = createTestApp();
  app.chain.codeAt.set(contract, "0x60");
  app.chain.providers = providers;
  app.chain.each = () => answers;
  return app;
}

describe("by providers that answer", () => {
  test.each([
    ["one of one", judgedBy(1, YES)],
    ["two of two", judgedBy(2, YES, YES)],
    ["two of three", judgedBy(3, YES, YES)],
  ])("default: %s say yes, and it is noted by how many and when", async (_, make) => {
    const app = make();
    const { checkedAt, signature } = await verifySignature(app, { address: contract, message, signature: long });
    expect(checkedAt).toEqual({ chain: 31_337, block: 1_000, providers: app.chain.each({ data: "0x" }).length });
    expect(signature).toBe(long);
    const alone = app.logged.filter(({ message }) => message.includes("alone"));
    expect(alone).toHaveLength(app.chain.providers === 1 ? 1 : 0);
  });

  test.each([
    ["no", judgedBy(2, NO, NO), Refusal, "does not accept"],
    ["nothing but a failure", judgedBy(1, undefined), Refusal, "does not accept"],
    ["nothing", judgedBy(2, "0x", "0x"), Refusal, "does not accept"],
    ["something that is no yes", judgedBy(1, `0x${"01".repeat(32)}`), Refusal, "does not accept"],
    ["yes and no", judgedBy(2, YES, NO), Transient, "disagree"],
    ["yes and a failure", judgedBy(2, undefined, YES), Transient, "disagree"],
    ["yes, but the other is away", judgedBy(2, YES), Transient, "Too few"],
    ["nothing at all, all being away", judgedBy(1), Transient, "Too few"],
  ])("error: %s links nothing", async (_, make, kind, words) => {
    const outcome = verifySignature(make(), { address: contract, message, signature: long });
    await expect(outcome).rejects.toThrow(kind);
    await expect(outcome).rejects.toThrow(words);
  });

  test("error: where there is no contract, a lying provider is not even asked whether it signed", async () => {
    const app = judged(2, YES, YES);
    const account = privateKeyToAccount(generatePrivateKey());
    const signature = await privateKeyToAccount(generatePrivateKey()).signMessage({ message });
    await expect(verifySignature(app, { address: account.address, message, signature })).rejects.toThrow(
      "Another wallet signed",
    );
  });

  test.each([
    ["nothing", ""],
    ["no bytes", "0x"],
    ["half a byte", "0x1"],
    ["a word", "yes"],
    ["eight thousand bytes", `0x${"11".repeat(8_000)}`],
  ])("error: %s is no signature", async (_, signature) => {
    const app = judged(2, YES, YES);
    app.chain.down = true;
    await expect(verifySignature(app, { address: contract, message, signature })).rejects.toThrow("not a signature");
  });
});

function judgedBy(providers: number, ...answers: (Hex | undefined)[]) {
  return () => judged(providers, ...answers);
}

describe("a real Safe", () => {
  let started: Awaited<ReturnType<typeof startWorld>>;
  beforeAll(async () => {
    started = await startWorld();
  });
  afterAll(() => started.stop());

  /** What the owners of a Safe sign for it to have signed a text, each with their own key. */
  async function signedBySafe(safe: Address, owners: readonly Address[], text: string): Promise<Hex> {
    const accounts = PEOPLE.map(walletOf).filter(({ address }) => owners.includes(address));
    const sorted = accounts.sort((a, b) => (a.address.toLowerCase() < b.address.toLowerCase() ? -1 : 1));
    const signatures = sorted.map((account) =>
      account.signTypedData({
        domain: { chainId: started.world.chainId, verifyingContract: safe },
        types: { SafeMessage: [{ name: "message", type: "bytes" }] },
        primaryType: "SafeMessage",
        message: { message: hashMessage(text) },
      }),
    );
    return concatHex(await Promise.all(signatures));
  }

  const challenge = (app: WorldApp, address: Address) =>
    issueChallenge(app, { member: "700000000000000301", username: "ada", address });
  const link = (app: WorldApp, nonce: string, signature: string) =>
    linkWallet(app, { interaction: interactionAt(app.now() * 1000), member: "700000000000000301", nonce, signature });

  test("default: one that is deployed is linked by its owners' signatures (ERC-1271), and by no fewer", async () => {
    const { addresses, roles, rpcUrl } = started.world;
    const app = await createWorldApp(started.world, { urls: [rpcUrl, rpcUrl] });
    const { nonce, message: text } = challenge(app, addresses.safe);
    const enough = await signedBySafe(addresses.safe, roles.safeOwners.slice(0, roles.safeThreshold), text);
    await expect(link(app, nonce, enough.slice(0, -130))).rejects.toThrow(/not accept|Another wallet/);
    await expect(link(app, nonce, await signedBySafe(addresses.safe, roles.safeOwners, "other"))).rejects.toThrow(
      "does not accept",
    );
    expect(await link(app, nonce, enough)).toEqual({ address: addresses.safe });
    expect(listWallets(app.db)[0]).toMatchObject({ address: addresses.safe, signature: enough.toLowerCase() });
  });

  test("default: one that is not deployed yet is linked with its deployment (ERC-6492), which stays a thought", async () => {
    const { world } = started;
    const app = await createWorldApp(world);
    const owner = PEOPLE.map(walletOf)[0]?.address as Address;
    const { factoryData, safe } = await futureSafe(app, [owner]);
    const { nonce, message: text } = challenge(app, safe);
    const wrap = async (signed: string) =>
      serializeErc6492Signature({
        address: world.addresses.safeFactory,
        data: factoryData,
        signature: await signedBySafe(safe, [owner], signed),
      });
    await expect(link(app, nonce, await wrap("other"))).rejects.toThrow("does not accept");
    expect(await link(app, nonce, await wrap(text))).toEqual({ address: safe });
    expect(await app.rpc("eth_getCode", safe, "latest")).toBe("0x");
  });

  test("error: a second provider that says otherwise keeps a forged link away", async () => {
    const { addresses, rpcUrl } = started.world;
    const liar = await startRpcProxy(rpcUrl, {
      on: ({ method }) => (method === "eth_call" ? { result: "0x01" } : undefined),
    });
    const app = await createWorldApp(started.world, { urls: [liar.url, rpcUrl] });
    const { nonce } = challenge(app, addresses.safe);
    await expect(link(app, nonce, `0x${"12".repeat(130)}`)).rejects.toThrow("disagree");
    expect(app.logged.some(({ level, message }) => level === "warn" && message.includes("disagree"))).toBe(true);
  });

  /** A Safe's address before it is there, and the call that makes it. */
  async function futureSafe({ rpc }: WorldApp, owners: readonly Address[]) {
    const { addresses } = started.world;
    const setup = encodeFunctionData({
      abi: parseAbi(["function setup(address[],uint256,address,bytes,address,address,uint256,address)"]),
      args: [owners, 1n, zeroAddress, "0x", addresses.safeFallbackHandler, zeroAddress, 0n, zeroAddress],
    });
    const abi = parseAbi([
      "function createProxyWithNonce(address singleton, bytes initializer, uint256 saltNonce) returns (address)",
    ]);
    const factoryData = encodeFunctionData({ abi, args: [addresses.safeSingleton, setup, 7n] });
    const data = await rpc<Hex>("eth_call", { to: addresses.safeFactory, data: factoryData }, "latest");
    return { factoryData, safe: decodeFunctionResult({ abi, data }) as Address };
  }
});
