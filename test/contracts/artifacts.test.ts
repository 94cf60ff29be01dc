import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Artifact, staleArtifacts } from "../../contracts/compile.ts";
import { contractSources, inputHash, standardInput } from "../../contracts/standard-input.ts";

const EIP_170_BYTES = 24_576;

describe("the committed artifacts", () => {
  test("default: each was made from the sources beside it", () => {
    expect(staleArtifacts()).toEqual([]);
  });

  test("behavior: a change of a single character in any source makes another hash", () => {
    const input = standardInput();
    const before = inputHash(input);
    const imported = "@openzeppelin/contracts/governance/Governor.sol";
    for (const name of ["contracts/NodeRewards.sol", imported]) {
      const source = input.sources[name];
      if (!source) throw new Error(`the compiler does not see ${name}`);
      const changed = { ...input, sources: { ...input.sources, [name]: { content: `${source.content} ` } } };
      expect(inputHash(changed)).not.toBe(before);
    }
  });

  test("behavior: a change of the compiler's settings makes another hash", () => {
    const input = standardInput();
    const settings = { ...input.settings, optimizer: { enabled: true, runs: 201 } };
    expect(inputHash({ ...input, settings })).not.toBe(inputHash(input));
  });

  test("boundary: every contract fits on a public chain", () => {
    for (const name of contractSources().keys()) {
      const path = new URL(`../../contracts/artifacts/${name}.json`, import.meta.url);
      const { deployedBytecode } = JSON.parse(readFileSync(path, "utf8")) as Artifact;
      const bytes = (deployedBytecode.length - 2) / 2;
      expect(bytes, name).toBeGreaterThan(0);
      expect(bytes, name).toBeLessThanOrEqual(EIP_170_BYTES);
    }
  });
});
