import { expect, onTestFinished, test } from "vitest";
import { Refusal } from "../../src/errors.ts";
import { createTreeVerifier } from "../../src/sources/trees/tree-verifier.ts";
import { account, cumulativeTree } from "../support/tree-app.ts";

const large = cumulativeTree(Array.from({ length: 3_000 }, (_, index) => [account(index + 1), BigInt(index)]));
const small = cumulativeTree([[account(1), 5n]]);

function verifier(limits = {}) {
  const made = createTreeVerifier(limits);
  onTestFinished(() => made.close());
  return made;
}

test("default: small trees and large ones are verified alike, one after the other", async () => {
  const { verify } = verifier();
  for (const { root, text } of [large, small, large]) {
    const tree = await verify(text, { root });
    expect(tree.root).toBe(root);
    expect(tree.leaves).toHaveLength((JSON.parse(text) as { leaves: unknown[] }).leaves.length);
    expect([...tree.totals.values()][0]).toBe(
      tree.leaves.reduce((sum, { amounts }) => sum + (amounts[0]?.amount ?? 0n), 0n),
    );
  }
});

test("error: what is refused is refused with its sentence, from the thread as well, which then goes on", async () => {
  const { verify } = verifier();
  for (const { text } of [small, large])
    await expect(verify(text, { root: `0x${"11".repeat(32)}` })).rejects.toThrow(/was expected/);
  await expect(verify(large.text, { root: large.root })).resolves.toMatchObject({ isWhole: true });
});

test("error: a tree that takes too long or too much memory is refused, and the next one is verified", async () => {
  const quick = verifier({ mostMs: 1 });
  await expect(quick.verify(large.text, {})).rejects.toThrow(Refusal);
  const tight = verifier({ mostMegabytes: 24 });
  const many = `[${"[],".repeat(3_000_000)}[]]`;
  await expect(tight.verify(many, {})).rejects.toThrow("The tree takes more memory than a tree is given.");
  await expect(tight.verify(small.text, {})).resolves.toMatchObject({ root: small.root });
});
