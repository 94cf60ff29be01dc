import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Address, getAddress, type Hex, parseAbi } from "viem";
import { expect, onTestFinished, test } from "vitest";
import { listOddities } from "../../../db/oddities.ts";
import { published } from "../../../sandbox/chain/artifact.ts";
import { readRewards } from "../../../src/actions/rewards/read-rewards.ts";
import { readTree } from "../../../src/core/rewards/merkle/read-tree.ts";
import { findRewardSource } from "../../../src/sources/rewards/index.ts";
import { protocolApp, startProtocolChain } from "../../support/protocol-chain.ts";
import { rewardsOf } from "../../support/rows.ts";
import { standardDump } from "../../support/standard-dump.ts";

const operatorRewards = published("@symbioticfi/rewards/out/DefaultOperatorRewards.sol/DefaultOperatorRewards.json");
const coin = published("@uniswap/merkle-distributor/build/TestERC20.json");

/** Stands for the service that knows each network's middleware: ORIGIN, which whoever sends is, is its answer to everything. */
const ANYBODY = "0x3260005260206000f3";

async function startNetwork() {
  const folder = mkdtempSync(join(tmpdir(), "steward-operators-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const chain = await startProtocolChain();
  const [payer, network] = chain.accounts as [Address, Address];
  const token = await chain.deploy(coin, "Coin", "COIN", 10n ** 30n);
  const stray = await chain.deploy(coin, "Stray", "STRAY", 10n ** 30n);
  // PUSH9 code, MSTORE, and RETURN of those 9 bytes.
  const service = await chain.deploy({
    abi: parseAbi(["constructor()"]),
    bytecode: `0x68${ANYBODY.slice(2)}60005260096017f3`,
  });
  const rewards = await chain.deploy(operatorRewards, service.address);
  for (const one of [token, stray]) await one.send(payer, "approve", rewards.address, 10n ** 30n);
  const distribute = async (of: typeof token, amount: bigint, root: Hex, text: string, to = network) => {
    writeFileSync(join(folder, `${root}.json`), text);
    await rewards.send(payer, "distributeRewards", to, of.address, amount, root);
  };
  const app = protocolApp(
    chain.url,
    {
      ...{ kind: "symbiotic", contract: rewards.address, network, tokens: ["coin"] },
      tree: { file: join(folder, "{root}.json") },
    },
    { coin: { address: token.address } },
  );
  return { chain, payer, network, token, stray, rewards, distribute, app };
}

test("default: what operators earned and claimed is what Symbiotic's own contract holds of it, to the wei", async () => {
  const { chain, network, token, rewards, distribute, app } = await startNetwork();
  const operators = chain.accounts.slice(2, 8) as Address[];
  const claimed = new Map<string, bigint>();
  for (let week = 1; week <= 3; week += 1) {
    const entries = operators.map((one, index) => [one, BigInt(week) * (10n ** 20n + BigInt(index))] as const);
    const { root, text } = standardDump(entries);
    await distribute(token, 10n ** 22n, root, text);
    await readRewards(app, "drops");
    const proven = readTree(text, { root }).leaves;
    for (const one of operators.slice(week - 1, week + 2)) {
      const leaf = proven.find(({ account }) => account === getAddress(one));
      const total = leaf?.amounts[0]?.amount ?? 0n;
      await rewards.send(one, "claimRewards", one, network, token.address, total, leaf?.proof ?? []);
      claimed.set(getAddress(one), total);
    }
  }
  await readRewards(app, "drops");
  expect(await readRewards(app, "drops")).toBe(0);
  const rows = rewardsOf(app.db, "drops");
  const source = findRewardSource(app.config, "drops");
  for (const [index, one] of operators.entries()) {
    const own = rows.filter(({ node }) => node === getAddress(one));
    const sum = (kind: string) => own.reduce((total, row) => (row.kind === kind ? total + row.amount : total), 0n);
    expect(sum("accrued")).toBe(3n * (10n ** 20n + BigInt(index)));
    expect(sum("claimed")).toBe(await rewards.read("claimed", network, token.address, one));
    expect(sum("claimed")).toBe(await token.read("balanceOf", one));
    expect(sum("claimed")).toBe(claimed.get(getAddress(one)) ?? 0n);
    const accrued = own.filter(({ kind }) => kind === "accrued");
    const chainOfApp = app.chains.get(31_337);
    const owed = source.owed?.({ node: getAddress(one), owner: getAddress(one), accrued });
    expect(owed && (await chainOfApp.read(await chainOfApp.finalized(), owed))).toEqual([
      { token: "coin", claimable: sum("accrued") - sum("claimed") },
    ]);
  }
  expect(listOddities(app.db, "drops", 10)).toEqual([]);
});

test("error: another network's roots are left out, and one in a token the source does not name is said by name", async () => {
  const { chain, token, stray, distribute, app } = await startNetwork();
  const { root, text } = standardDump([[chain.accounts[5] as Address, 7n]]);
  await distribute(token, 10n, root, text, chain.accounts[9] as Address);
  await distribute(stray, 10n, root, text);
  expect(await readRewards(app, "drops")).toBe(0);
  expect(listOddities(app.db, "drops", 10).map(({ what }) => what)).toEqual([
    `A root was told for the token ${getAddress(stray.address)}, which the source does not name under \`tokens\`; it is not booked.`,
  ]);
});
