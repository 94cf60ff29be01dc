import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  type Address,
  encodeFunctionData,
  type Hex,
  parseEther,
  recoverMessageAddress,
  recoverTypedDataAddress,
} from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { artifact } from "../../../sandbox/chain/artifact.ts";
import { startWorld, type World } from "../../../sandbox/chain/world.ts";
import { PEOPLE, walletOf } from "../../../sandbox/people.ts";
import { serveWallet } from "../../../sandbox/wallet/serve.ts";
import { createWorldReader } from "../../support/world-reader.ts";

let stop: () => Promise<void>;
let world: World;
let server: Server;
let base: string;

beforeAll(async () => {
  ({ stop, world } = await startWorld());
  const wallet = serveWallet({ rpcUrl: world.rpcUrl, world });
  server = createServer((request, response) => {
    void wallet(request, response).then((served) => served || response.writeHead(404).end("not a wallet"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await stop();
});

const idOf = (name: string) => PEOPLE.find((person) => person.name === name)?.id ?? "";
const get = async (path: string) => (await fetch(`${base}${path}`)).json();
const post = async (path: string, body: unknown, type = "application/json") => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await fetch(`${base}${path}`, { method: "POST", headers: { "content-type": type }, body: text });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const transfer = (to: Address, amount: bigint) =>
  encodeFunctionData({ abi: artifact("HelioToken").abi, functionName: "transfer", args: [to, amount] });

describe("a wallet", () => {
  test("default: shows its address, balances and votes; the address is that of the person's key", async () => {
    for (const person of PEOPLE) {
      expect(await get(`/wallet/${person.id}`)).toMatchObject({ address: walletOf(person).address });
    }
    const shown = (await get(`/wallet/${idOf("nils")}`)) as Record<string, unknown>;
    expect(shown["votes"]).toBe("0");
    expect(shown["balances"]).toEqual([
      { symbol: "ETH", amount: "10000" },
      { symbol: "HELIO", amount: "0" },
      { symbol: "tUSD", amount: "0" },
      { symbol: "rvUSD", amount: "0" },
    ]);
  });

  test("default: signs a text and typed data as their owner", async () => {
    const text = "Ada holds this wallet\nNonce: 12";
    const signed = await post(`/wallet/${idOf("ada")}/sign`, { text });
    const signature = signed.body["signature"] as Hex;
    expect(await recoverMessageAddress({ message: text, signature })).toBe(world.roles.wallets["ada"]);

    const typedData = {
      domain: { name: "HelioGovernor", version: "1", chainId: 31_337, verifyingContract: world.addresses.governor },
      types: { Ballot: [{ name: "proposalId", type: "uint256" }] },
      primaryType: "Ballot",
      message: { proposalId: "12345678901234567890" },
    } as const;
    const typed = await post(`/wallet/${idOf("tess")}/sign-typed`, { typedData });
    const data = { ...typedData, message: { proposalId: 12345678901234567890n } };
    const signer = await recoverTypedDataAddress({ ...data, signature: typed.body["signature"] as Hex });
    expect(signer).toBe(world.roles.wallets["tess"]);
  });

  test("default: sends a call whose block is final at once", async () => {
    const nils = world.roles.wallets["nils"] as Address;
    const data = transfer(nils, parseEther("3"));
    const { body } = await post(`/wallet/${idOf("ada")}/send`, { to: world.addresses.token, data });
    expect(body["status"]).toBe("success");
    const reader = createWorldReader(world);
    const { number } = await reader.block("finalized");
    expect(number).toBe(body["blockNumber"]);
    expect(await reader.read("token", "balanceOf", [nils], number)).toBe(parseEther("3"));
  });

  test("behavior: plain ether goes too, and two sends at once both arrive", async () => {
    const to = "0x00000000000000000000000000000000000000A1";
    const send = () => post(`/wallet/${idOf("ben")}/send`, { to, value: "1000000000000000000" });
    const sent = await Promise.all([send(), send()]);
    expect(sent.map(({ body }) => body["status"])).toEqual(["success", "success"]);
    expect(BigInt(await createWorldReader(world).rpc("eth_getBalance", to, "latest"))).toBe(parseEther("2"));
  });

  test("error: a call that would revert is refused with its reason and not sent", async () => {
    const data = transfer(world.addresses.safe, parseEther("1"));
    const poor = await post(`/wallet/${idOf("tess")}/send`, { to: world.addresses.vault, data });
    expect(poor.body).toEqual({
      hash: null,
      status: "refused",
      error: `ERC20 insufficient balance: sender ${world.roles.wallets["tess"]}, balance 0, needed 1000000000000000000.`,
    });
    const setFee = encodeFunctionData({
      abi: artifact("ParameterRegistry").abi,
      functionName: "setOperatorFeeBps",
      args: [1n],
    });
    const stranger = await post(`/wallet/${idOf("ada")}/send`, { to: world.addresses.registry, data: setFee });
    expect(stranger.body["error"]).toBe(`Ownable unauthorized account: account ${world.roles.wallets["ada"]}.`);
  });

  test("error: the Safe's codes are told in words", async () => {
    const data = encodeFunctionData({
      abi: [
        {
          type: "function",
          name: "checkSignatures",
          stateMutability: "view",
          outputs: [],
          inputs: [
            { name: "executor", type: "address" },
            { name: "dataHash", type: "bytes32" },
            { name: "signatures", type: "bytes" },
          ],
        },
      ],
      functionName: "checkSignatures",
      args: [world.addresses.token, `0x${"11".repeat(32)}`, "0x"],
    });
    const { body } = await post(`/wallet/${idOf("theo")}/send`, { to: world.addresses.safe, data });
    expect(body).toEqual({ hash: null, status: "refused", error: "Too few signatures." });
  });

  test("default: a Governor without proposals lists none", async () => {
    expect(await get("/wallet/governor")).toEqual([]);
  });
});

describe("its requests", () => {
  test("behavior: other paths are left to others", async () => {
    const response = await fetch(`${base}/api/v10/gateway`);
    expect([response.status, await response.text()]).toEqual([404, "not a wallet"]);
  });

  test.each([
    ["an unknown person", "/wallet/1/sign", { text: "x" }, 404],
    ["an unknown act", "/wallet/ada/constructor", {}, 404],
    ["no text", "/wallet/ada/sign", {}, 400],
    ["half of the typed data", "/wallet/ada/sign-typed", { typedData: { types: {} } }, 400],
    [
      "an impossible type",
      "/wallet/ada/sign-typed",
      {
        typedData: {
          types: { A: [{ name: "a", type: "uint8" }] },
          domain: {},
          primaryType: "A",
          message: { a: "999" },
        },
      },
      400,
    ],
    ["no address", "/wallet/ada/send", { to: "0x12" }, 400],
    ["odd data", "/wallet/ada/send", { to: "0x00000000000000000000000000000000000000A1", data: "hello" }, 400],
    [
      "a value with a point",
      "/wallet/ada/send",
      { to: "0x00000000000000000000000000000000000000A1", value: "1.5" },
      400,
    ],
    ["a vote of maybe", "/wallet/ada/governor/vote", { proposalId: "1", support: "maybe" }, 400],
    ["a proposal nobody made", "/wallet/ada/governor/queue", { proposalId: "1" }, 400],
    ["an array", "/wallet/ada/sign", [], 400],
    ["no JSON", "/wallet/ada/sign", "{", 400],
    ["too much", "/wallet/ada/sign", { text: "x".repeat(1_100_000) }, 413],
  ])("error: %s is refused", async (_, path, body, status) => {
    const refused = await post(path.replace("/ada/", `/${idOf("ada")}/`), body);
    expect(refused.status).toBe(status);
    expect(refused.body["error"]).toMatch(/^.{5,150}$/);
  });

  test("error: a form, as a foreign page could post it unasked, is refused", async () => {
    const { status } = await post(`/wallet/${idOf("ada")}/sign`, { text: "x" }, "text/plain");
    expect(status).toBe(415);
  });
});
