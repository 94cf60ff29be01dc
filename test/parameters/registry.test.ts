import fc from "fast-check";
import { decodeFunctionData, parseAbi } from "viem";
import { expect, test } from "vitest";
import type { ConfigInput } from "../../src/config/schema.ts";
import { Refusal } from "../../src/errors.ts";
import { checkParameter } from "../../src/parameters/check.ts";
import {
  describeBounds,
  describeCall,
  describeChange,
  encodeSetter,
  findParameter,
  formatValue,
  listParameters,
  parseValue,
  readParameter,
} from "../../src/parameters/registry.ts";
import { testConfig } from "../support/test-config.ts";

type ParameterInput = NonNullable<ConfigInput["parameters"]>[string];

const target = "0x2000000000000000000000000000000000000002";
const NORTH = `0x6e6f727468${"0".repeat(54)}` as const;

const fee: ParameterInput = {
  title: "Operator fee",
  chain: 31_337,
  target,
  getter: "function operatorFeeBps() view returns (uint256)",
  setter: "function setOperatorFeeBps(uint16 value)",
  codec: { type: "percent", scale: "10000" },
  guardrails: { min: "0 %", max: "30 %", step: "0.25 %" },
  executor: "dao",
};

const multiplier: ParameterInput = {
  ...fee,
  title: "Region multiplier",
  getter: "function regionMultiplier(bytes32) view returns (uint256)",
  setter: "function setRegionMultiplier(bytes32 region, uint256 value)",
  keys: { north: NORTH, south: `0x${"1".repeat(64)}` },
  codec: { type: "multiplier", scale: "1000000000000000000" },
  guardrails: {},
};

const config = testConfig({ parameters: { "operator-fee": fee, "region-multiplier": multiplier } });

test("default: keyed parameters are one knob for each key", () => {
  expect(listParameters(config).map(({ id, title }) => [id, title])).toEqual([
    ["operator-fee", "Operator fee"],
    ["region-multiplier/north", "Region multiplier · north"],
    ["region-multiplier/south", "Region multiplier · south"],
  ]);
});

test.each(["nothing", "region-multiplier", "operator-fee/north", "constructor"])(
  "error: there is no parameter %s",
  (id) => {
    expect(() => findParameter(config, id)).toThrow(Refusal);
  },
);

test("default: a value is read, bounded, shown and compared", () => {
  const ref = findParameter(config, "operator-fee");
  expect(parseValue(config, ref, "12 %")).toBe("1200");
  expect(formatValue(config, ref, "1200")).toBe("12 %");
  expect(describeChange(config, ref, "1000", "1200")).toBe("+2 percentage points (+20 %)");
  expect(describeBounds(config, ref)).toBe("0 % to 30 %, in steps of 0.25 %");
  expect(describeBounds(config, findParameter(config, "region-multiplier/north"))).toBeUndefined();
});

test.each([
  ["30.25 %", "Operator fee may not be above 30 %."],
  ["-1 %", "Operator fee may not be below 0 %."],
  ["12.1 %", "Operator fee can only be set in steps of 0.25 %."],
])("boundary: %s is refused: %s", (text, why) => {
  expect(() => parseValue(config, findParameter(config, "operator-fee"), text)).toThrow(why);
});

test("boundary: both bounds belong to what is accepted", () => {
  const ref = findParameter(config, "operator-fee");
  expect([parseValue(config, ref, "0 %"), parseValue(config, ref, "30 %")]).toEqual(["0", "3000"]);
});

test("error: a value the setter's type cannot hold is refused before anything is encoded", () => {
  const wide = testConfig({ parameters: { fee: { ...fee, guardrails: {} } } });
  const ref = findParameter(wide, "fee");
  expect(parseValue(wide, ref, "655.35 %")).toBe("65535");
  expect(() => parseValue(wide, ref, "655.36 %")).toThrow("can hold 0 % to 655.35 %");
  expect(() => parseValue(wide, ref, "-0.01 %")).toThrow("can hold");
});

test("law: what is shown of a rate or an amount is read back, with what it is per", () => {
  const rate = { ...fee, guardrails: {}, setter: "function set(uint256 value)" };
  const rates = testConfig({
    parameters: {
      round: { ...rate, codec: { type: "percent", scale: "1000000000" }, per: { unit: "round", seconds: 75_600 } },
      block: { ...rate, codec: { type: "amount", symbol: "GRT", decimals: 18 }, per: { unit: "block" } },
    },
  });
  fc.assert(
    fc.property(fc.constantFrom("round", "block"), fc.bigInt(0n, 2n ** 128n), (id, raw) => {
      const ref = findParameter(rates, id);
      expect(parseValue(rates, ref, formatValue(rates, ref, raw.toString()))).toBe(raw.toString());
    }),
  );
  const round = findParameter(rates, "round");
  for (const text of ["0.02 % per round", "0.02 %/round", "0.02 % a round", "0.02 %"])
    expect(parseValue(rates, round, text)).toBe("200000");
  expect(() => parseValue(rates, round, "5 % per year")).toThrow(Refusal);
});

test("default: the setter's bytes decode to the value, with its key, and read as the call", () => {
  const ref = findParameter(config, "region-multiplier/north");
  const raw = parseValue(config, ref, "1.25");
  const { functionName, args } = decodeFunctionData({
    abi: parseAbi(["function setRegionMultiplier(bytes32 region, uint256 value)"]),
    data: encodeSetter(ref, raw),
  });
  expect([functionName, args]).toEqual(["setRegionMultiplier", [NORTH, 1_250_000_000_000_000_000n]]);
  expect(describeCall(ref, raw)).toBe(`setRegionMultiplier(region: ${NORTH}, value: 1250000000000000000)`);
  expect(describeCall(findParameter(config, "operator-fee"), "1200")).toBe("setOperatorFeeBps(value: 1200)");
});

test("default: reading asks the getter with the key, and gives raw text", () => {
  const read = readParameter(findParameter(config, "region-multiplier/north"));
  const asked = read.next();
  expect(asked.value).toMatchObject([{ address: target, args: [NORTH], abi: { name: "regionMultiplier" } }]);
  expect(read.next([7n])).toEqual({ done: true, value: "7" });
});

const checks: [string, Partial<ParameterInput>, string | undefined][] = [
  ["a sound one", {}, undefined],
  ["a signature that is none", { getter: "function broken(" }, "is not a Solidity function signature"],
  [
    "a getter with an argument",
    { getter: "function fee(uint256) view returns (uint256)" },
    "the getter must take 0 arguments",
  ],
  ["a getter that gives two values", { getter: "function fee() view returns (uint256, uint256)" }, "exactly one value"],
  ["a getter that writes", { getter: "function fee() returns (uint256)" }, "must be a view"],
  ["a setter without an argument", { setter: "function set()" }, "the setter must take 1 argument"],
  ["a setter that only views", { setter: "function set(uint256) view" }, "must not be a view"],
  ["a codec of another type", { codec: { type: "boolean" }, guardrails: {} }, "needs bool"],
  ["a token nobody declared", { codec: { type: "token", token: "doge" }, guardrails: {} }, 'no token "doge"'],
  ["a scale without exact decimals", { codec: { type: "percent", scale: "30" }, guardrails: {} }, "twos and fives"],
  ["bounds the wrong way round", { guardrails: { min: "3 %", max: "2 %" } }, "min is above"],
  ["a step of nothing", { guardrails: { step: "0 %" } }, "step must be above zero"],
  ["a bound without its unit", { guardrails: { min: "3" } }, "unit is missing"],
  ["a keyed getter without its key", { keys: { north: NORTH } }, "the getter must take 1 argument"],
];

test.each(checks)("behavior: %s is told apart", (_, changes, problem) => {
  const found = checkParameter(testConfig({ parameters: { fee: { ...fee, ...changes } } }), "fee");
  if (problem === undefined) expect(found).toEqual([]);
  else expect(found.join("\n")).toContain(problem);
});
