import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Address, getAddress, type Hex } from "viem";
import { expect, onTestFinished, test } from "vitest";
import { listOddities } from "../../../db/oddities.ts";
import { published } from "../../../sandbox/chain/artifact.ts";
import { readRewards } from "../../../src/actions/rewards/read-rewards.ts";
import { uniswapLeaf } from "../../../src/core/rewards/merkle/leaves.ts";
import { hashSorted, rootOf } from "../../../src/core/rewards/merkle/proofs.ts";
import { type Deployed, protocolApp, startProtocolChain } from "../../support/protocol-chain.ts";
import { rewardsOf } from "../../support/rows.ts";

type Claims = { root: Hex; text: string; proofs: Hex[][] };

/** The claims file of a drop, its tree built layer by layer as Uniswap's own script does: pairs sorted, an odd one carried up. */
function claimsFile(amounts: readonly (readonly [Address, bigint])[]): Claims {
  const leaves = amounts.map(([owner, amount], index) => uniswapLeaf(BigInt(index), owner, amount));
  const layers = [[...new Set(leaves)].sort()];
  for (let layer = layers[0] as Hex[]; layer.length > 1; layer = layers.at(-1) as Hex[]) {
    const above: Hex[] = [];
    for (let at = 0; at < layer.length; at += 2)
      above.push(layer[at + 1] ? hashSorted(layer[at] as Hex, layer[at + 1] as Hex) : (layer[at] as Hex));
    layers.push(above);
  }
  const proofs = leaves.map((leaf) => {
    let place = (layers[0] as Hex[]).indexOf(leaf);
    return layers.flatMap((layer) => {
      const sibling = layer[place ^ 1];
      place >>= 1;
      return sibling && layer.length > 1 ? [sibling] : [];
    });
  });
  const claims = Object.fromEntries(
    amounts.map(([owner, amount], index) => [
      getAddress(owner),
      { index, amount: `0x${amount.toString(16)}`, proof: proofs[index] },
    ]),
  );
  const tokenTotal = `0x${amounts.reduce((sum, [, amount]) => sum + amount, 0n).toString(16)}`;
  const root = layers.at(-1)?.[0] as Hex;
  return { root, proofs, text: JSON.stringify({ merkleRoot: root, tokenTotal, claims }) };
}

const distributor = published("@uniswap/merkle-distributor/build/MerkleDistributor.json");
const coin = published("@uniswap/merkle-distributor/build/TestERC20.json");

async function dropped(chain: Awaited<ReturnType<typeof startProtocolChain>>, token: Deployed, claims: Claims) {
  const drop = await chain.deploy(distributor, token.address, claims.root);
  await token.send(chain.accounts[0] as Address, "setBalance", drop.address, 10n ** 30n);
  return drop;
}

test("default: two drops of Uniswap's own contract are booked to the wei, and what was claimed of them as the contract paid it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "steward-drops-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const chain = await startProtocolChain();
  const token = await chain.deploy(coin, "Coin", "COIN", 0n);
  const all = [1, 2].map((epoch) =>
    claimsFile(
      chain.accounts.slice(0, 5 + epoch).map((owner, index) => [owner, 10n ** 18n * BigInt(epoch) + BigInt(index)]),
    ),
  );
  const drops: Deployed[] = [];
  for (const [index, claims] of all.entries()) {
    drops.push(await dropped(chain, token, claims));
    writeFileSync(join(folder, `${index + 1}.json`), claims.text);
  }
  const app = protocolApp(
    chain.url,
    {
      kind: "merkle-drop",
      token: "coin",
      drops: drops.map(({ address, block }, index) => ({
        ...{ contract: address, block, epoch: index + 1 },
        tree: { file: join(folder, "{epoch}.json") },
      })),
    },
    { coin: { address: token.address } },
  );
  expect(await readRewards(app, "drops")).toBe(13);
  // The contract verifies the same proofs that the books were led by.
  for (const [index, { proofs }] of all.entries()) {
    const drop = drops[index] as Deployed;
    for (const at of [0, 3, 5]) {
      const owner = chain.accounts[at] as Address;
      const amount = 10n ** 18n * BigInt(index + 1) + BigInt(at);
      expect(rootOf(uniswapLeaf(BigInt(at), owner, amount), proofs[at] ?? [])).toBe(await drop.read("merkleRoot"));
      await drop.send(owner, "claim", BigInt(at), owner, amount, proofs[at]);
    }
  }
  expect(await readRewards(app, "drops")).toBe(6);
  expect(await readRewards(app, "drops")).toBe(0);
  const rows = rewardsOf(app.db, "drops");
  for (const [at, owner] of chain.accounts.slice(0, 7).entries()) {
    const own = rows.filter(({ node }) => node === getAddress(owner));
    const sum = (kind: string) => own.reduce((total, row) => (row.kind === kind ? total + row.amount : total), 0n);
    expect(sum("claimed")).toBe(await token.read("balanceOf", owner));
    expect(sum("accrued")).toBe((at < 6 ? 10n ** 18n + BigInt(at) : 0n) + 2n * 10n ** 18n + BigInt(at));
    for (const [index, drop] of drops.entries())
      if (at < 6 + index) {
        const hasClaimed = own.some(({ kind, epoch }) => kind === "claimed" && epoch === index + 1);
        expect(await drop.read("isClaimed", BigInt(at))).toBe(hasClaimed);
      }
  }
  expect(listOddities(app.db, "drops", 10)).toEqual([]);
});

test("error: a contract without a root is said by name once, and the other drops are booked", async () => {
  const folder = mkdtempSync(join(tmpdir(), "steward-drops-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const chain = await startProtocolChain();
  const token = await chain.deploy(coin, "Coin", "COIN", 0n);
  const claims = claimsFile([[chain.accounts[0] as Address, 5n]]);
  const drop = await dropped(chain, token, claims);
  writeFileSync(join(folder, "2.json"), claims.text);
  const tree = { file: join(folder, "{epoch}.json") };
  const app = protocolApp(
    chain.url,
    {
      kind: "merkle-drop",
      token: "coin",
      drops: [
        { contract: token.address, block: token.block, epoch: 1, tree },
        { contract: drop.address, block: drop.block, epoch: 2, tree },
      ],
    },
    { coin: { address: token.address } },
  );
  expect(await readRewards(app, "drops")).toBe(1);
  expect(await readRewards(app, "drops")).toBe(0);
  const said = listOddities(app.db, "drops", 10).map(({ what }) => what);
  // Its code names no payment either, which is said beside it.
  expect(said.filter((what) => what.includes("says no root"))).toHaveLength(1);
  expect(said.join()).toContain(`${getAddress(token.address)} says no root of a reward tree`);
});
