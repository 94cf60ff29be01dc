import { expect, test } from "vitest";
import { sumPositions } from "../../../../src/core/treasury/statement/sum-positions.ts";
import { exampleStatement } from "../../../support/statements.ts";

const [vault] = exampleStatement().positions;
if (!vault) throw new Error("The example has no position");

test("default: a position is named once, without its legs, and is worth what they are together", () => {
  const legs = [
    { ...vault, position: "loan", leg: "supplied", label: "Loan · supplied", closingUsd: 50n, incomeUsd: 3n },
    { ...vault, position: "loan", leg: "debt", label: "Loan · debt", closingUsd: -20n, incomeUsd: -1n },
  ];
  expect(sumPositions([vault, ...legs])).toMatchObject([
    { position: "vault", label: vault.label, legs: [vault] },
    { position: "loan", label: "Loan", legs, closingUsd: 30n, incomeUsd: 2n },
  ]);
});

test("error: a position of which one leg has no value has none", () => {
  const unknown = { ...vault, leg: "other", label: `${vault.label} · other`, closingUsd: undefined };
  expect(sumPositions([vault, unknown])).toMatchObject([{ closingUsd: undefined }]);
});
