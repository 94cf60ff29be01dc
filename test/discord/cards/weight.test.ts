import { expect, test } from "vitest";
import { electorateSentence } from "../../../src/discord/cards/weight.ts";

const nodes = { kind: "nodes", chain: 1, rewards: "nodes", symbol: "ballast", decimals: 0 } as const;

test("default: a card says which nodes weigh what, where not all weigh the same", () => {
  const sentence = (rule: object) =>
    electorateSentence(
      { name: "keepers", source: { ...nodes, rule: { weigh: "one", ...rule } } },
      () => "Main",
    ).replaceAll("\\", "");
  expect(sentence({})).toBe("Who votes: linked wallets that own nodes.");
  const rule = { minimumAgeSeconds: 3_600, paidWithinSeconds: 9_000, mostPerNode: 350n, mostPerOperator: 500n };
  expect(sentence({ weigh: "stake", ...rule })).toBe(
    "Who votes: linked wallets that own nodes (each by its stake; at least 1 h old; paid within 2 h 30 min before; at most 350 ballast for a node; at most 500 ballast for an operator).",
  );
});
