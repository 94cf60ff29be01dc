import fc from "fast-check";
import { type Address, encodeFunctionData, getAddress, type Hex, parseAbi } from "viem";
import { expect, test } from "vitest";
import { looksLike } from "../../../../src/core/governance/lint/addresses.ts";
import { addressesOf } from "../../../../src/core/governance/lint/arguments.ts";
import { instructionsOf, risksOf } from "../../../../src/core/governance/lint/code.ts";
import type { CallFacts, LintFacts } from "../../../../src/core/governance/lint/facts.ts";
import { lintCalls } from "../../../../src/core/governance/lint/lint.ts";
import { hiddenIn, PRIVILEGED } from "../../../../src/core/governance/lint/powers.ts";
import { gradeNotes, lintRules, type Note } from "../../../../src/core/governance/lint/rules.ts";
import type { Action, CallAction } from "../../../../src/core/governance/proposal.ts";

const vault = "0x8f3Cf7ad23Cd3CaDbD9735AFf958023239c6A063";
const target = "0xc2132D05D31c914a87C6611C10748AEb04B58e8F";
const account = "0x7D1AfA7B718fb893dB30A3aBc0Cfc608AaCfeBB0";
const someone = "0x1BFD67037B42Cf73acF2047067bd4F2C47D9BfD6";

const address = fc.uint8Array({ minLength: 20, maxLength: 20 }).map((bytes) => hexOf(bytes) as Address);
const bytes = (most: number) => fc.uint8Array({ maxLength: most }).map(hexOf);

function hexOf(list: Uint8Array): Hex {
  return `0x${Buffer.from(list).toString("hex")}`;
}

const call = (signature: string, ...args: unknown[]): CallAction => {
  const abi = parseAbi([`function ${signature}`] as never);
  const calldata = encodeFunctionData({ abi, args } as never);
  return {
    ...{ kind: "call", signature: `function ${signature}`, args: args.map(String), executor: "dao", chain: 1 },
    ...{ target, value: 0n, calldata, codeHash: "0x" },
  };
};

const change: Action = {
  ...{ parameter: "fee", before: "10", after: "12", executor: "dao", chain: 1, target, value: 0n },
  ...{ calldata: "0x12345678", codeHash: "0x" },
};

function facts(action: Action, about: Partial<CallFacts> = {}, changes: Partial<LintFacts> = {}): LintFacts {
  const known = { isKnownTarget: true, isKnownFunction: true, sets: undefined, code: "0x6001" as const };
  const one = {
    action,
    addresses: addressesOf(action),
    ...known,
    implementation: undefined,
    isFresh: undefined,
    ...about,
  };
  return {
    ...{ calls: [one], known: [{ address: vault, label: "treasury.0.address" }], account, executor: account },
    ...{ text: "", words: [], symbols: ["HELIO", "ETH"], spendings: [], largeValueShare: 250_000n, ...changes },
  };
}

const rulesOf = (given: LintFacts) => lintCalls(given).map(({ rule }) => rule);

test("default: a change of a parameter by its own setter has nothing that anybody would have to be told", () => {
  expect(lintCalls(facts(change, {}, { text: "Costs rose.", words: ["10 %", "12 %"] }))).toEqual([]);
});

test("law: a made address is recognised by either way of making it, and no address is its own twin", () => {
  fc.assert(
    fc.property(address, address, (real, other) => {
      expect(looksLike(real, real)).toBe(false);
      const ends = `0x${real.slice(2, 6)}${other.slice(6, 38)}${real.slice(-4)}` as Address;
      const start = `0x${real.slice(2, 15)}${other.slice(15)}` as Address;
      const isDull = [real, ends, start].some((one) => /0{28}/.test(one));
      for (const made of [ends, start]) expect(looksLike(made, real)).toBe(made !== real && !isDull);
      expect(looksLike(real, ends)).toBe(looksLike(ends, real));
    }),
  );
});

test("boundary: three digits at either end, or twelve at the start, are chance", () => {
  const near = `0x${vault.slice(2, 5)}${"9".repeat(34)}${vault.slice(-3)}` as Address;
  expect(looksLike(near, vault)).toBe(false);
  expect(looksLike(`0x${vault.slice(2, 14)}${"e".repeat(28)}` as Address, vault)).toBe(false);
  expect(looksLike("0x0000000000000000000000000000000000000011", "0x0000000000000000000000000000000000000021")).toBe(
    false,
  );
});

test("law: a twin is found wherever in a call it stands", () => {
  const twin = `${vault.slice(2, 6)}${"5a".repeat(16)}${vault.slice(-4)}`;
  fc.assert(
    fc.property(bytes(80), bytes(80), (before, after) => {
      const packed = call("run(bytes data)", `${before}${twin}${after.slice(2)}`);
      expect(rulesOf(facts(packed))).toContain("lookAlike");
    }),
  );
  expect(rulesOf(facts(call("run(address to)", vault)))).not.toContain("lookAlike");
});

test("law: a powerful call is found wherever in another it stands", () => {
  const names = [...PRIVILEGED.keys()];
  fc.assert(
    fc.property(fc.constantFrom(...names), bytes(60), bytes(60), (selector, before, after) => {
      const data = `0x12345678${before.slice(2)}${selector.slice(2)}${after.slice(2)}` as Hex;
      expect(hiddenIn(data, PRIVILEGED)).toContain(PRIVILEGED.get(selector));
    }),
  );
});

test("law: what is pushed is never read as an instruction", () => {
  const push = fc.uint8Array({ minLength: 1, maxLength: 32 }).map((data) => [0x5f + data.length, ...data]);
  const plain = fc.constantFrom([0x01], [0x50], [0x5b], [0x5f]);
  fc.assert(
    fc.property(fc.array(fc.oneof(push, plain), { maxLength: 40 }), fc.boolean(), (parts, isRisky) => {
      const code = hexOf(Uint8Array.from([...parts.flat(), ...(isRisky ? [0xf4] : []), 0x00, 0x00, 0x00]));
      expect([...instructionsOf(code)].length).toBe(parts.length + (isRisky ? 4 : 3));
      expect(risksOf(code).length).toBe(isRisky ? 1 : 0);
    }),
  );
});

test("boundary: a push that is cut off, odd code and no code end the reading", () => {
  for (const code of ["0x", "0x7f", "0x60", "0x61ff", "0x6"] as const) expect(risksOf(code)).toEqual([]);
  expect(risksOf("0xff")).toEqual(["destroy itself (SELFDESTRUCT)"]);
});

test.each([
  ["transfer(address to, uint256 amount)", ["0x000000000000000000000000000000000000dEaD", "1"], "deadAddress"],
  ["transferOwnership(address owner)", ["0x0000000000000000000000000000000000000000"], "deadAddress"],
  ["setGuard(address guard)", [someone], "privilegedCall"],
  ["upgradeToAndCall(address code, bytes data)", [someone, "0x"], "privilegedCall"],
  ["approve(address spender, uint256 amount)", [someone, "1"], "approval"],
  ["setApprovalForAll(address operator, bool approved)", [someone, true], "approval"],
] as const)("behavior: %s is told of", (signature, args, rule) => {
  expect(rulesOf(facts(call(signature, ...args)))).toContain(rule);
});

test("behavior: a guard that is taken away is no loss", () => {
  const off = call("setGuard(address guard)", "0x0000000000000000000000000000000000000000");
  expect(rulesOf(facts(off))).toEqual(["privilegedCall"]);
});

test("behavior: addresses are found in lists and structs, by their types", () => {
  const action = call(
    "pay((address to, uint256 amount)[] all, address[2] more)",
    [{ to: vault, amount: 5n }],
    [someone, account],
  );
  expect(addressesOf(action)).toEqual([vault, someone, account].map((one) => getAddress(one)));
});

test.each([
  ["For 12 %, as costs rose by 15 %.", []],
  ["A small step to 11 %.", ["The reason speaks of 11 %, which the calls do not."]],
  ["Only 1,000 HELIO.", ["The reason speaks of 1,000 HELIO, which the calls do not."]],
  ["Pays 500.0 helio in 12.00 %.", []],
  ["We had 5 nodes and 3 ETHER.", []],
  [`Goes to ${someone}.`, [`The reason names ${someone}, which no call does.`]],
  [`Goes to ${target}.`, []],
])("behavior: of the reason “%s” is noted %j", (text, says) => {
  const words = ["10 %", "12 %", "+2 percentage points (+20 %)", `500 HELIO to ${target}`];
  const notes = lintCalls(facts(change, {}, { text, words })).filter(({ rule }) => rule === "textMismatch");
  expect(notes.map((note) => note.says)).toEqual(says);
});

test("law: a payment is large exactly above its share, whatever its size", () => {
  fc.assert(
    fc.property(
      fc.bigInt(1n, 2n ** 256n),
      fc.bigInt(1n, 2n ** 256n),
      fc.bigInt(0n, 1_000_000n),
      (paid, held, share) => {
        const spendings = [{ symbol: "HELIO", decimals: 18, paid, held }];
        const found = rulesOf(facts(change, {}, { spendings, largeValueShare: share }));
        expect(found.includes("largeValue")).toBe(paid * 1_000_000n > held * share);
      },
    ),
  );
});

test("error: a holding that nobody can tell is said", () => {
  const spendings = [{ symbol: "ETH", decimals: 18, paid: 10n ** 18n, held: undefined }];
  expect(lintCalls(facts(change, {}, { spendings }))[0]?.says).toBe(
    "1 ETH would be paid; how much the account holds cannot be told now.",
  );
});

test("behavior: strangers are looked at closer than those whom the config names", () => {
  const code = { code: "0x60f4ff", implementation: undefined, isFresh: true } as const;
  const found = rulesOf(facts(call("run()"), { ...code, isKnownTarget: false, isKnownFunction: false }));
  expect(found).toEqual(["unknownTarget", "freshCode", "riskyCode"]);
  expect(rulesOf(facts(call("run()"), { ...code, isKnownFunction: false }))).toEqual(["unknownFunction"]);
});

test("law: findings that block come first, each once, and a config's level wins", () => {
  const names = Object.keys(lintRules) as Note["rule"][];
  const note = fc.record({ rule: fc.constantFrom(...names), says: fc.constantFrom("a", "b") });
  const level = fc.constantFrom("block", "warn", undefined);
  const levels = fc.dictionary(fc.constantFrom(...names), level);
  fc.assert(
    fc.property(fc.array(note), levels, (notes, config) => {
      const found = gradeNotes(notes, config);
      expect(found.map((one) => one.level)).toEqual([...found.map((one) => one.level)].sort());
      expect(new Set(found.map(({ rule, says }) => `${rule} ${says}`))).toEqual(
        new Set(notes.map(({ rule, says }) => `${rule} ${says}`)),
      );
      for (const one of found) expect(one.level).toBe(config[one.rule] ?? lintRules[one.rule].level);
    }),
  );
});
