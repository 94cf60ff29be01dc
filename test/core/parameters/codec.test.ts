import fc from "fast-check";
import { expect, test } from "vitest";
import { formatDuration, parseDuration } from "../../../src/core/duration.ts";
import { describeParameterChange } from "../../../src/core/parameters/change.ts";
import { type Codec, formatParameter, parseParameter } from "../../../src/core/parameters/codec.ts";
import { Refusal } from "../../../src/errors.ts";

const bps: Codec = { type: "percent", scale: 10_000n };
const ppm: Codec = { type: "percent", scale: 1_000_000n };
const wad: Codec = { type: "multiplier", scale: 10n ** 18n };
const helio: Codec = { type: "token", symbol: "HELIO", decimals: 18 };
const span: Codec = { type: "duration", secondsPerUnit: 1n };
const hours: Codec = { type: "duration", secondsPerUnit: 3_600n };
const nodes: Codec = { type: "integer", unit: "nodes" };
const bare: Codec = { type: "integer" };
const rounds: Codec = { type: "duration", unit: "rounds", secondsPerUnit: 75_600n };
const blocks: Codec = { type: "duration", unit: "blocks" };
const ray: Codec = { type: "percent", scale: 10n ** 27n };
const speed: Codec = { type: "enum", names: { "0": "off", "1": "slow", "7": "fast" } };
const hash: Codec = { type: "bytes32", as: "hex" };
const label: Codec = { type: "bytes32", as: "text" };
const note: Codec = { type: "text" };
const flag: Codec = { type: "boolean" };
const address: Codec = { type: "address" };

test.each<[Codec, string, string, string]>([
  [bps, "10 %", "1000", "10 %"],
  [bps, "10%", "1000", "10 %"],
  [bps, "12.50 %", "1250", "12.5 %"],
  [bps, "0.01 %", "1", "0.01 %"],
  [bps, "0 %", "0", "0 %"],
  [ppm, "12.3456 %", "123456", "12.3456 %"],
  [wad, "1.25", "1250000000000000000", "1.25 ×"],
  [wad, "1.25 x", "1250000000000000000", "1.25 ×"],
  [wad, "1.25X", "1250000000000000000", "1.25 ×"],
  [wad, "1.25 ×", "1250000000000000000", "1.25 ×"],
  [helio, "50 HELIO", "50000000000000000000", "50 HELIO"],
  [helio, "50", "50000000000000000000", "50 HELIO"],
  [helio, "1,000.5 helio", "1000500000000000000000", "1,000.5 HELIO"],
  [span, "14 d", "1209600", "14 d"],
  [span, "36 h", "129600", "1 d 12 h"],
  [span, "90 min", "5400", "1 h 30 min"],
  [span, "1 w 2 d", "777600", "9 d"],
  [span, "1w2d", "777600", "9 d"],
  [span, "2 weeks", "1209600", "14 d"],
  [span, "1.5 h", "5400", "1 h 30 min"],
  [span, "P14D", "1209600", "14 d"],
  [span, "PT36H", "129600", "1 d 12 h"],
  [span, "0 s", "0", "0 s"],
  [hours, "2 d", "48", "2 d"],
  [nodes, "24 nodes", "24", "24 nodes"],
  [nodes, "1,024", "1024", "1,024 nodes"],
  [bare, "7", "7", "7"],
  [bare, "-7", "-7", "−7"],
  [ray, "10 %", "100000000000000000000000000", "10 %"],
  [rounds, "7 rounds", "7", "7 rounds (about 6 d 3 h)"],
  [rounds, "7 rounds (about 6 d 3 h)", "7", "7 rounds (about 6 d 3 h)"],
  [rounds, "21 h", "1", "1 round (about 21 h)"],
  [rounds, "1 Round", "1", "1 round (about 21 h)"],
  [blocks, "5,760 blocks", "5760", "5,760 blocks"],
  [blocks, "1block", "1", "1 block"],
  [speed, "Slow", "1", "slow"],
  [speed, "7", "7", "fast"],
  [hash, `0x${"AB".repeat(32)}`, `0x${"ab".repeat(32)}`, `0x${"ab".repeat(32)}`],
  [label, "north", `0x6e6f727468${"0".repeat(54)}`, "“north”"],
  [label, `0x${"00".repeat(32)}`, `0x${"00".repeat(32)}`, `0x${"00".repeat(32)}`],
  [label, `0x${"ff".repeat(32)}`, `0x${"ff".repeat(32)}`, `0x${"ff".repeat(32)}`],
  [note, "ipfs://x  y", "ipfs://x  y", "“ipfs://x  y”"],
  [note, "“”", "", "“”"],
  [flag, "on", "true", "on"],
  [flag, "YES", "true", "on"],
  [flag, "false", "false", "off"],
  [flag, "no", "false", "off"],
  [
    address,
    "0xca11bde05977b3631167028862be2a173976ca11",
    "0xcA11bde05977b3631167028862bE2a173976CA11",
    "0xcA11bde05977b3631167028862bE2a173976CA11",
  ],
])("default: %o reads %s as %s and shows %s", (codec, text, raw, words) => {
  expect(parseParameter(codec, text)).toBe(raw);
  expect(formatParameter(codec, raw)).toBe(words);
});

test.each<[Codec, string, string]>([
  [bps, "10", "unit is missing"],
  [bps, "0.1", "unit is missing"],
  [bps, "12.345 %", "smallest step is 0.01 %"],
  [bps, "ten %", "not a number"],
  [bps, "%", "not a number"],
  [wad, "125 %", "not a number"],
  [wad, "0.0000000000000000001", "smallest step is 0.000000000000000001 ×"],
  [helio, "50 DOGE", "not a number"],
  [helio, "50 %", "not a number"],
  [helio, "0.0000000000000000001", "18 decimals"],
  [span, "14", "not a span of time"],
  [span, "14 m", "not a span of time"],
  [span, "2 d 1 w", "not a span of time"],
  [span, "1 d 1 d", "not a span of time"],
  [span, "1 d soon", "not a span of time"],
  [span, "-1 d", "not a span of time"],
  [span, "P", "not a span of time"],
  [span, "0.5 s", "whole seconds"],
  [hours, "90 min", "multiples of 1 h"],
  [nodes, "2.5 nodes", "whole numbers only"],
  [nodes, "24 apples", "not a number"],
  [rounds, "7", "not a span of time"],
  [rounds, "1 d", "multiples of 21 h"],
  [rounds, "7 blocks", "not a span of time"],
  [blocks, "5760", "counted in blocks"],
  [blocks, "14 d", "counted in blocks"],
  [blocks, "2.5 blocks", "whole numbers only"],
  [speed, "2", "no such choice"],
  [speed, "quick", "no such choice"],
  [hash, "0x1234", "not 32 bytes"],
  [hash, "north", "not 32 bytes"],
  [label, "x".repeat(33), "does not fit"],
  [label, "", "does not fit"],
  [note, "x".repeat(501), "too long"],
  [note, "pay \u202eeb\u2069", "cannot be seen"],
  [note, "one\ntwo", "cannot be seen"],
  [label, "nor\u200bth", "cannot be seen"],
  [flag, "maybe", "switch"],
  [flag, "__proto__", "switch"],
  [address, "0x1234", "not an address"],
  [address, "0xcA11bde05977b3631167028862bE2a173976CA1a", "checksum"],
])("error: %o refuses %s: %s", (codec, text, why) => {
  expect(() => parseParameter(codec, text)).toThrow(Refusal);
  expect(() => parseParameter(codec, text)).toThrow(why);
});

const scales = fc.tuple(fc.nat(27), fc.nat(27)).map(([twos, fives]) => 2n ** BigInt(twos) * 5n ** BigInt(fives));
const quantities: fc.Arbitrary<Codec> = fc.oneof(
  scales.map((scale): Codec => ({ type: "percent", scale })),
  scales.map((scale): Codec => ({ type: "multiplier", scale })),
  fc.record({
    type: fc.constant("token" as const),
    symbol: fc.constantFrom("HELIO", "x", "3CRV"),
    decimals: fc.nat(36),
  }),
  fc.record({
    type: fc.constant("duration" as const),
    unit: fc.constantFrom("blocks" as const, "rounds" as const, "epochs" as const),
    secondsPerUnit: fc.option(fc.bigInt(1n, 86_400n), { nil: undefined }),
  }),
  fc.constantFrom<Codec>(nodes, bare),
);

test("law: what is shown is read back, for every codec with a size and every value, above zero and below", () => {
  fc.assert(
    fc.property(quantities, fc.bigInt(-(2n ** 128n), 2n ** 128n), (one, raw) => {
      expect(parseParameter(one, formatParameter(one, raw.toString()))).toBe(raw.toString());
    }),
    { numRuns: 500 },
  );
});

test("law: spans of time are read back, whatever the chain counts them in", () => {
  fc.assert(
    fc.property(fc.bigInt(1n, 86_400n), fc.bigInt(0n, 2n ** 128n), (secondsPerUnit, raw) => {
      const one: Codec = { type: "duration", secondsPerUnit };
      expect(parseParameter(one, formatParameter(one, raw.toString()))).toBe(raw.toString());
    }),
  );
});

test("law: bytes, texts, addresses and named numbers are read back", () => {
  const bytes = fc
    .uint8Array({ minLength: 32, maxLength: 32 })
    .map((array) => `0x${Buffer.from(array).toString("hex")}`);
  const padded = fc.string({ unit: "binary", maxLength: 8 }).map((text) => {
    const buffer = Buffer.alloc(32);
    buffer.write(text);
    return `0x${buffer.toString("hex")}`;
  });
  const pairs: fc.Arbitrary<[Codec, string]> = fc.oneof(
    fc.tuple(fc.constantFrom(hash, label), fc.oneof(bytes, padded)),
    fc.tuple(
      fc.constant(note),
      fc.string({ unit: "binary", maxLength: 400 }).map((text) => text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "")),
    ),
    fc.tuple(fc.constant(speed), fc.constantFrom("0", "1", "7")),
    fc.tuple(fc.constant(flag), fc.constantFrom("true", "false")),
  );
  fc.assert(
    fc.property(pairs, ([one, raw]) => {
      expect(parseParameter(one, formatParameter(one, raw))).toBe(raw);
    }),
    { numRuns: 500 },
  );
});

test("boundary: a number without a name is shown as what it is, and cannot be proposed", () => {
  expect(formatParameter(speed, "3")).toBe("3 (without a name)");
  expect(() => parseParameter(speed, formatParameter(speed, "3"))).toThrow(Refusal);
});

test("law: a span of time is read back whatever its length", () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 12n), (seconds) => {
      expect(parseDuration(formatDuration(seconds))).toBe(seconds);
    }),
  );
});

test.each<[Codec, string, string, string | undefined]>([
  [bps, "1000", "1200", "+2 percentage points (+20 %)"],
  [bps, "1000", "1100", "+1 percentage point (+10 %)"],
  [bps, "1200", "1000", "−2 percentage points (−16.66 %)"],
  [bps, "0", "1000", "+10 percentage points"],
  [wad, "1000000000000000000", "1250000000000000000", "+0.25 × (+25 %)"],
  [helio, "500000000000000000000", "450000000000000000000", "−50 HELIO (−10 %)"],
  [helio, "500000000000000000000", "500000000000000000001", "+0.000000000000000001 HELIO (less than +0.01 %)"],
  [span, "1209600", "1555200", "+4 d"],
  [span, "1555200", "1209600", "−4 d"],
  [nodes, "24", "30", "+6 nodes (+25 %)"],
  [rounds, "7", "9", "+2 rounds (+28.57 %)"],
  [blocks, "5760", "5759", "−1 blocks (−0.01 %)"],
  [bare, "-4", "-2", "+2 (+50 %)"],
  [speed, "0", "1", undefined],
  [note, "a", "b", undefined],
  [bps, "1000", "1000", "no change"],
  [flag, "true", "false", undefined],
  [address, "0x", "0x", undefined],
])("default: %o from %s to %s is %s", (codec, before, after, words) => {
  expect(describeParameterChange(codec, before, after)).toBe(words);
});
