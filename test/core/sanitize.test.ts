import fc from "fast-check";
import { expect, test } from "vitest";
import { bare, code, cut, paragraph, plain, unlinked } from "../../src/core/sanitize.ts";

const spice = fc.constantFrom(
  ..."\\*_~|`<>()[]#+-@:./\n\t 1a\u202e\u200b\u00ad",
  "https://evil.example",
  "[x](https://evil.example)",
  "<@&700000000000000101>",
  "@everyone",
  "<t:1:R>",
  "discord.gg/x",
  "www.x.org",
  "1. ",
  "\n-# ",
  "\n# ",
  "\ud800",
  "é".normalize("NFD"),
  "🙂",
);
const hostile = fc
  .array(fc.oneof(spice, fc.string({ unit: "grapheme" })), { maxLength: 40 })
  .map((parts) => parts.join(""));

/** What is left of a text once each escaped character is taken away together with its backslash. */
const unescaped = (text: string) => text.replace(/\\[^0-9A-Za-z\s]/g, "");

test("default: ordinary words stay as they are", () => {
  expect(plain("Lower the operator fee to 12 % for Chloé's nodes, please!", 100)).toBe(
    "Lower the operator fee to 12 % for Chloé's nodes, please!",
  );
});

test("behavior: a link to an allowed host stays a link, any other is written so that nobody taps it", () => {
  const text = "see https://forum.helio.example/t/12 and https://evil.example/t/12";
  expect(plain(text, 100, ["forum.helio.example"])).toBe(
    "see https://forum.helio.example/t/12 and hxxps\\[\\:\\]//evil.example/t/12",
  );
});

test("error: neither credentials nor a look-alike pass as an allowed host", () => {
  for (const link of [
    "https://helio.example@evil.example",
    "https://helio.example.evil.example",
    "https://h\u0435lio.example/",
  ]) {
    expect(plain(link, 100, ["helio.example"])).not.toContain("://");
  }
});

test("behavior: a right-to-left override cannot turn an address around", () => {
  expect(plain("0x12\u202e34", 20)).toBe("0x1234");
});

test("behavior: a paragraph keeps its lines, and none of them becomes a heading, a list or small print", () => {
  expect(paragraph("# one\n\n\n\n1. two\n-# three", 100)).toBe("\\# one\n\n1\\. two\n\\-\\# three");
});

test("behavior: our own words keep their formatting around a hostile part", () => {
  expect(unlinked("Use `/vote`: **[x](https://evil.example)**\u202e", 100)).toBe(
    "Use `/vote`: **[x]\\(https[:]//evil.example)**",
  );
});

test("boundary: a cut text ends in an ellipsis and has exactly the length asked for", () => {
  expect(cut("abcdef", 5)).toBe("abcd…");
  expect(cut("abcde", 5)).toBe("abcde");
  expect(cut("🙂🙂🙂", 2)).toBe("🙂…");
});

test("behavior: a code span cannot be left", () => {
  expect(code("a`b``c")).toBe("`a'b''c`");
  expect(code("\u200b")).toBe("`–`");
});

test("law: nothing that formats, mentions or links is left unescaped", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      for (const shown of [plain(text, 200), paragraph(text, 200)]) {
        expect(unescaped(shown)).not.toMatch(/[\\*_~|`<>()[\]#+\-@:]/);
        expect(shown).not.toContain("](");
        expect(shown).not.toContain("://");
        expect(shown).not.toMatch(/^\s*\d+\./m);
        expect(shown).not.toMatch(/\b(www|discord)\.\S/i);
      }
    }),
  );
});

test("law: nothing invisible is left, and one line stays one line", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(plain(text, 200)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/u);
      expect(paragraph(text, 200).replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/u);
    }),
  );
});

test("law: a bare text is never longer than asked, and cutting it again changes nothing", () => {
  fc.assert(
    fc.property(hostile, fc.nat(60), (text, length) => {
      const once = bare(text, length);
      expect(Array.from(once).length).toBeLessThanOrEqual(length);
      expect(bare(once, length)).toBe(once);
    }),
  );
});
