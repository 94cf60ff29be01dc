import { type Abi, decodeFunctionData, type Hex, keccak256, parseAbi, stringToHex, toHex } from "viem";
import { afterAll, beforeAll, expect, test } from "vitest";
import { textOf } from "../../sandbox/discord/read-message.ts";
import {
  ask,
  createHarbour,
  findPost,
  findPostInTime,
  type Harbour,
  link,
  moveTime,
  RPC_SECRET,
} from "../support/harbour.ts";
import { payWages } from "../support/harbour-chain.ts";
import { harbour } from "../support/harbour-seed.ts";
import type { StewardProcess } from "../support/steward-process.ts";

const { quay, deeds, ledger } = harbour.channels;
const proposeAbi = parseAbi(["function propose(address[] t, uint256[] v, bytes[] c, string d)"]) as Abi;
const UNIT = 10n ** 18n;

let town: Harbour;
let steward: StewardProcess;

beforeAll(async () => {
  town = await createHarbour({ reports: { brief: { title: "Harbour brief", every: { seconds: 600 } } } });
  steward = await town.start();
}, 60_000);

afterAll(() => town.stop());

/** The call a treasurer is handed, from the file on the post. */
async function handedCall(): Promise<{ data: Hex; args: readonly [unknown, unknown, unknown, string] }> {
  const post = await findPost(town.sailor("olga"), deeds, /Ready for a treasurer's wallet/);
  const file = post.attachments.find(({ filename }) => filename.startsWith("calldata"));
  const data = (await (await fetch(file?.url ?? "")).text()).trim() as Hex;
  return { data, args: decodeFunctionData({ abi: proposeAbi, data }).args as never };
}

test("default: a vote and a report live their whole life by the papers alone", async () => {
  const [olga, pete, quin] = [town.sailor("olga"), town.sailor("pete"), town.sailor("quin")];
  for (const who of [olga, pete, quin]) expect(await link(who)).toContain(who.wallet.address);
  // Nothing is mined between the wallets' votes and the snapshot: a chain that rests must not keep a vote from opening.
  expect(await ask(olga, "propose", { parameter: "berth/price", value: "42.5 TIDE" })).toContain("40 TIDE → **42");
  const card = await findPost(olga, quay, /#1 · Set Berth settings/);
  expect(textOf(card)).toContain("allowed 1 TIDE to 500 TIDE");
  expect(textOf(card)).toContain("voters");
  await olga.click(card, "For");
  expect(await ask(pete, "vote", { proposal: 1, choice: "against" })).toContain("With 1,000 TIDE");
  expect(await ask(pete, "vote", { proposal: 1, choice: "for" })).toContain("It was Against before.");

  await moveTime(town, steward, 90);
  await findPost(olga, quay, /#1 · Passed/);

  expect(await ask(quin, "execute", { proposal: 1 })).toContain("setUint(key:");
  const { data, args } = await handedCall();
  const id = BigInt(/\b\d{60,78}\b/.exec(textOf(card))?.[0] ?? "0");
  await town.chain.sendRaw(3, town.chain.addresses.governor, data);
  await town.chain.mine(2);
  await moveTime(town, steward, 180);
  await findPost(olga, deeds, /Being voted on, on chain/);
  for (const voter of [1, 2]) await town.chain.send(voter, "governor", "castVote", [id, 1]);
  await town.chain.mine(8);
  await moveTime(town, steward, 270);
  // This Governor has no timelock: what has passed is executed, and nobody is told to queue it.
  expect(textOf(await findPost(olga, deeds, /Passed on chain/))).toContain("can execute it");
  await town.chain.send(1, "governor", "execute", [args[0], args[1], args[2], keccak256(toHex(args[3]))]);
  await moveTime(town, steward, 360);
  expect(textOf(await findPost(olga, deeds, /MATCH/))).toContain("on chain **42");
  const key = stringToHex("berth.price", { size: 32 });
  expect(await town.chain.read("settings", "getUint", [key])).toBe(425n * 10n ** 17n);

  await payWages(town.chain, "pier-one", 1, 3n * UNIT);
  // Step by step past the end of the ten minutes that the wages fell into: a report waits until its payments are read.
  const pass = (step: number) => moveTime(town, steward, 360 + 200 * step);
  const report = textOf(await findPostInTime(olga, ledger, /Station wages \*\*3 TIDE\*\*/, pass));
  expect(report).toContain("Harbour brief");
  expect(report).not.toContain("later payments are missing");
  expect(town.discord.state.rejections).toEqual([]);
}, 60_000);

test("behavior: no log names a secret", () => {
  expect(town.log.length).toBeGreaterThan(5);
  expect(town.log.filter((line) => line.includes(RPC_SECRET) || line.includes(harbour.token))).toEqual([]);
});
