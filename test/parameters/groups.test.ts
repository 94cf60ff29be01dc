import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Config, ConfigInput } from "../../src/config/schema.ts";
import { checkChange, readKnob } from "../../src/parameters/change.ts";
import { checkParameter } from "../../src/parameters/check.ts";
import { checkParameterGroup } from "../../src/parameters/check-group.ts";
import {
  checkGroup,
  describeGroupCall,
  describeGroupChange,
  describeInvariants,
  encodeGroup,
  findGroup,
  type GroupChange,
  type GroupValues,
  parseGroup,
  readGroup,
} from "../../src/parameters/groups.ts";
import { encodeSetter, findParameter, formatValue, listParameters, parseValue } from "../../src/parameters/registry.ts";
import { testConfig } from "../support/test-config.ts";
import { type PresetChain, startPresetChain } from "./preset-chain.ts";

type Parameters = NonNullable<ConfigInput["parameters"]>;
type Groups = NonNullable<ConfigInput["parameterGroups"]>;

const WAD = "1000000000000000000";
const nowhere = "0x2000000000000000000000000000000000000002";

const groups: Groups = {
  split: {
    title: "Split of the rewards",
    setter: "function setSettingRewardsClaimers(uint256 node, uint256 operator, uint256 reserve)",
    order: ["node-share", "operator-share", "reserve-share"],
    invariants: [{ sum: "100 %" }],
  },
  module: {
    title: "Module",
    setter: "function updateModule((uint16 share, uint16 exit, bool paused) next)",
    order: ["module-share", "module-exit", "module-paused"],
    invariants: [{ ascending: ["module-share", "module-exit"] }],
  },
};

function parametersOf(target: string): Parameters {
  const base = { chain: 31_337, target, executor: "dao" };
  const share = (name: string, least?: string) => ({
    ...base,
    title: `${name} share`,
    getter: `function ${name.toLowerCase()}Share() view returns (uint256)`,
    codec: { type: "percent" as const, scale: WAD },
    ...(least === undefined ? {} : { guardrails: { min: least } }),
  });
  const field = (pick: string) => ({
    ...base,
    title: `Module's ${pick}`,
    getter: "function module() view returns ((uint16 share, uint16 exit, bool paused))",
    pick,
    codec: { type: "percent" as const, scale: "10000" },
  });
  return {
    "node-share": share("Node", "50 %"),
    "operator-share": share("Operator"),
    "reserve-share": { ...share("Reserve"), guardrails: { mostChange: "5 %" } },
    "module-share": field("share"),
    "module-exit": field("exit"),
    "module-paused": { ...field("paused"), codec: { type: "boolean" } },
    "gas-limit": {
      ...base,
      title: "Gas limit",
      getter: "function gasLimit() view returns (uint64)",
      setter: "function setGasLimit(uint64 value)",
      codec: { type: "integer", unit: "gas" },
      guardrails: {
        max: "400000000 gas",
        minGetter: "function minimumGasLimit() view returns (uint64)",
        maxGetter: "function maximumGasLimit() view returns (uint64)",
      },
    },
    balance: {
      ...base,
      title: "Balance",
      getter: "function balance() view returns (int256)",
      setter: "function setBalance(int256 value)",
      codec: { type: "integer" },
    },
    mode: {
      ...base,
      title: "Mode",
      getter: "function mode() view returns (uint8)",
      setter: "function setMode(uint8 value)",
      codec: { type: "enum", names: { "0": "off", "1": "slow", "2": "fast" } },
    },
    label: {
      ...base,
      title: "Label",
      getter: "function label() view returns (bytes32)",
      setter: "function setLabel(bytes32 value)",
      codec: { type: "bytes32", as: "text" },
    },
    uri: {
      ...base,
      title: "Criteria",
      getter: "function uri() view returns (string)",
      setter: "function setUri(string value)",
      codec: { type: "text" },
    },
    price: {
      ...base,
      title: "Price",
      getter: "function price(uint256) view returns (uint256)",
      setter: "function setPrice(uint256 zone, uint256 value)",
      keys: { harbour: "7" },
      codec: { type: "integer" },
    },
  };
}

let world: PresetChain;
let config: Config;

beforeAll(async () => {
  world = await startPresetChain();
  config = testConfig({ parameters: parametersOf(world.at("Groups")), parameterGroups: groups });
}, 60_000);

afterAll(() => world?.stop());

async function present(id: string): Promise<{ values: GroupValues; bounds: GroupChange["bounds"] }> {
  const read = await world.chain.read(await world.chain.finalized(), readGroup(findGroup(config, id)));
  const entries = Object.entries(read);
  return {
    values: Object.fromEntries(entries.map(([name, { raw }]) => [name, raw])),
    bounds: Object.fromEntries(entries.map(([name, { bounds }]) => [name, bounds])),
  };
}

const change = (before: GroupValues, after: GroupValues): GroupChange => ({
  before,
  after,
  bounds: {},
  lastChangedAt: {},
  now: 0,
});

test("default: everything declared is sound", () => {
  expect(Object.keys(config.parameters).flatMap((id) => checkParameter(config, id))).toEqual([]);
  expect(Object.keys(config.parameterGroups).flatMap((id) => checkParameterGroup(config, id))).toEqual([]);
});

test("default: several values are typed, checked, set with one call, and read back", async () => {
  const group = findGroup(config, "split");
  const { values: before, bounds } = await present("split");
  const after = parseGroup(config, group, "node 65 %, operator 30 %", before);
  checkGroup(config, group, { ...change(before, after), bounds });
  expect(describeGroupChange(config, group, before, after)).toEqual([
    { id: "node-share", title: "Node share", before: "60 %", after: "65 %", change: "+5 percentage points (+8.33 %)" },
    {
      id: "operator-share",
      title: "Operator share",
      before: "35 %",
      after: "30 %",
      change: "−5 percentage points (−14.28 %)",
    },
  ]);
  expect(describeGroupCall(group, after)).toBe(
    "setSettingRewardsClaimers(node: 650000000000000000, operator: 300000000000000000, reserve: 50000000000000000)",
  );
  await world.send(group.target, encodeGroup(group, after));
  expect((await present("split")).values).toEqual(after);
});

test("default: a struct is read field by field, and written whole", async () => {
  const group = findGroup(config, "module");
  const { values: before } = await present("module");
  expect(before).toEqual({ "module-share": "1000", "module-exit": "2000", "module-paused": "false" });
  const after = parseGroup(config, group, "paused on; exit 25 %", before);
  checkGroup(config, group, change(before, after));
  expect(describeGroupCall(group, after)).toBe("updateModule(share: 1000, exit: 2500, paused: true)");
  await world.send(group.target, encodeGroup(group, after));
  expect((await present("module")).values).toEqual(after);
});

test.each([
  ["node 65 %", "Together they must be 100 %; this makes"],
  ["node 40 %, operator 55 %", "40 % is too little: Node share may not be below 50 %."],
  ["operator 24 %, reserve 11 %, node 65 %", "11 % is too far: one vote may change Reserve share by at most 5 %."],
  ["node 60 %, operator 35 %", "is so already"],
  ["share 3 %", "could be several"],
  ["node 0.5", "The unit is missing"],
])("error: “%s” is refused: %s", (text, why) => {
  const group = findGroup(config, "split");
  const before = {
    "node-share": "600000000000000000",
    "operator-share": "350000000000000000",
    "reserve-share": "50000000000000000",
  };
  expect(() => checkGroup(config, group, change(before, parseGroup(config, group, text, before)))).toThrow(why);
});

test("error: an order that would be broken names both", () => {
  const group = findGroup(config, "module");
  const before = { "module-share": "1000", "module-exit": "2000", "module-paused": "false" };
  const after = parseGroup(config, group, "exit 9 %", before);
  expect(() => checkGroup(config, group, change(before, after))).toThrow(
    "Module's share (10 %) must be at most Module's exit (9 %).",
  );
});

test("law: whatever is typed for a split is encoded as it was typed, and passes exactly where it sums up", () => {
  const before = { "node-share": "1", "operator-share": "2", "reserve-share": "3" };
  const free = testConfig({
    parameters: Object.fromEntries(
      Object.entries(parametersOf(nowhere)).map(([id, one]) => [id, { ...one, guardrails: {} }]),
    ),
    parameterGroups: groups,
  });
  const group = findGroup(free, "split");
  fc.assert(
    fc.property(fc.array(fc.bigInt(0n, 10_000n), { minLength: 3, maxLength: 3 }), fc.boolean(), (raws, fill) => {
      const [node = 0n, operator = 0n, any = 0n] = raws;
      const reserve = fill ? 20_000n - node - operator : any;
      const words = [node, operator, reserve].map(
        (raw) => `${raw / 200n}.${((raw % 200n) * 5n).toString().padStart(3, "0")}`,
      );
      const text = group.members.map(({ id }, index) => `${id} ${words[index]} %`).join(", ");
      const after = parseGroup(free, group, text, before);
      const sum = Object.values(after).reduce((all, raw) => all + BigInt(raw), 0n);
      if (fill) expect(sum).toBe(10n ** 18n);
      const check = () => checkGroup(free, group, change(before, after));
      if (sum === 10n ** 18n) check();
      else expect(check).toThrow("Together they must be");
    }),
  );
});

test("behavior: a member of a group is not set alone, and says where", () => {
  expect(() => parseValue(config, findParameter(config, "node-share"), "70 %")).toThrow(
    "Node share is set together with others, as “Split of the rewards”.",
  );
});

test("behavior: bounds that the chain names hold beside those declared", async () => {
  const ref = findParameter(config, "gas-limit");
  const { raw, bounds } = await world.chain.read(await world.chain.finalized(), readKnob(ref));
  expect(bounds).toEqual({ min: 21_000_000n, max: 500_000_000n });
  const check = (text: string, chainBounds = bounds) =>
    checkChange(config, ref, {
      before: raw,
      after: parseValue(config, ref, text),
      bounds: chainBounds,
      lastChangedAt: undefined,
      now: 0,
    });
  check("400,000,000");
  expect(() => check("400,000,001")).toThrow("may not be above 400,000,000 gas");
  expect(() => check("20,999,999")).toThrow("the contract takes no Gas limit below 21,000,000 gas");
  expect(() => check("400,000,000", { max: 1n })).toThrow("above 1 gas");
});

test.each([
  ["balance", "−5", "-6", "−6"],
  ["mode", "slow", "FAST", "fast"],
  ["label", "“north”", "south", "“south”"],
  ["uri", "“ipfs://one”", "ipfs://two", "“ipfs://two”"],
  ["price/harbour", "0", "3", "3"],
])("default: %s is read as %s, set to %s, and read as %s", async (id, before, typed, after) => {
  const ref = findParameter(config, id);
  const read = async () =>
    formatValue(config, ref, (await world.chain.read(await world.chain.finalized(), readKnob(ref))).raw);
  expect(await read()).toBe(before);
  await world.send(ref.config.target, encodeSetter(ref, parseValue(config, ref, typed)));
  expect(await read()).toBe(after);
});

const groupProblems: [string, Partial<Groups[string]>, Partial<Parameters[string]>, string | undefined][] = [
  ["a sound one", {}, {}, undefined],
  ["a stranger", { order: ["node-share", "nobody", "reserve-share"] }, {}, 'names "nobody"'],
  ["too few values", { order: ["node-share", "operator-share"] }, {}, "takes 3 values, but the order names 2"],
  ["a value of another type", { setter: "function set(uint256 a, bool b, uint256 c)" }, {}, "is a bool"],
  [
    "a setter that only views",
    { setter: "function set(uint256 a, uint256 b, uint256 c) view" },
    {},
    "must not be a view",
  ],
  ["another target", {}, { target: "0x3000000000000000000000000000000000000003" }, "differ in `target`"],
  ["other rules", {}, { rulePack: "crew" }, "differ in `rulePack`"],
  ["an invariant of a stranger", { invariants: [{ sum: "1", of: ["node-share", "mode"] }] }, {}, "not in its order"],
  ["a sum without its unit", { invariants: [{ sum: "1" }] }, {}, "unit is missing"],
  ["a sum of different scales", {}, { codec: { type: "percent", scale: "10000" } }, "different codecs"],
];

test.each(groupProblems)("behavior: of a group, %s is told apart", (_, changes, member, problem) => {
  const parameters = parametersOf(nowhere);
  const node = parameters["node-share"];
  const found = checkParameterGroup(
    testConfig({
      parameters: { ...parameters, "node-share": { ...(node as Parameters[string]), ...member } },
      parameterGroups: { split: { ...(groups["split"] as Groups[string]), ...changes } },
    }),
    "split",
  );
  if (problem === undefined) expect(found).toEqual([]);
  else expect(found.join("\n")).toContain(problem);
});

const parameterProblems: [string, Partial<Parameters[string]>, string | undefined][] = [
  ["a sound one", {}, undefined],
  ["no way to set it", { setter: "" }, "needs a setter, or to stand in one of"],
  ["no way, and no vote", { setter: "", authority: "immutable" }, undefined],
  [
    "a bound that is no integer",
    { guardrails: { minGetter: "function x() view returns (bool)" } },
    "must return one integer",
  ],
  ["a bound that writes", { guardrails: { maxGetter: "function x() returns (uint256)" } }, "maxGetter must be a view"],
  ["a step of nothing", { guardrails: { mostChange: "0" } }, "mostChange must be above zero"],
  ["a share of nothing", { guardrails: { mostChangeShare: "0 %" } }, "mostChangeShare must be above zero"],
  ["a side effect on nobody", { sideEffects: ["nobody"] }, 'side effect "nobody"'],
  ["a notice longer than its rules", { guardrails: { noticeSeconds: 3_601 } }, "asks for a notice of 1 h 1 s"],
  ["a notice as long as its rules", { guardrails: { noticeSeconds: 3_600 } }, undefined],
  ["a count that compounds", { per: { unit: "day", compounds: true } }, "only a percentage or a factor compounds"],
  ["a time that is per something", { codec: { type: "duration" }, per: { unit: "day" } }, "is not per anything"],
  ["a value that is not there", { pick: "second" }, 'gives no value "second"'],
  ["a key of another type", { keys: { north: `0x${"1".repeat(64)}` } }, "must take 1 argument"],
];

test.each(parameterProblems)("behavior: of a parameter, %s is told apart", (_, changes, problem) => {
  const limit = parametersOf(nowhere)["gas-limit"] as Parameters[string];
  const one = { ...limit, guardrails: {}, ...changes };
  const found = checkParameter(testConfig({ parameters: { limit: one } }), "limit");
  if (problem === undefined) expect(found).toEqual([]);
  else expect(found.join("\n")).toContain(problem);
});

test("error: a group may not have the name of a parameter", () => {
  const parameters = parametersOf(nowhere);
  const twice = testConfig({
    parameters: { ...parameters, split: parameters["mode"] as Parameters[string] },
    parameterGroups: groups,
  });
  expect(checkParameterGroup(twice, "split")).toEqual([
    "has the name of a parameter: members could not tell them apart",
  ]);
});

test("default: what must hold among a group's values is said", () => {
  expect(describeInvariants(config, findGroup(config, "split"))).toEqual(["together 100 %"]);
  expect(describeInvariants(config, findGroup(config, "module"))).toEqual(["Module's share at most Module's exit"]);
});

test("default: groups are found by name, and the one asked for in vain is told the others", () => {
  expect(findGroup(config, "split").members.map(({ id }) => id)).toEqual(groups["split"]?.order);
  expect(() => findGroup(config, "nobody")).toThrow("no such group");
  expect(listParameters(config).length).toBe(12);
});
