import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  entriesOf,
  firstMissing,
  matching,
  understand,
  valuesOf,
} from "../../../sandbox/discord/page/command-model.ts";
import { parseCsv } from "../../../sandbox/discord/page/csv.ts";
import { formatTime, relativeTime } from "../../../sandbox/discord/page/format-time.ts";
import { groupDigits, shortDigits } from "../../../sandbox/discord/page/group-digits.ts";
import { parseInline } from "../../../sandbox/discord/page/markdown-inline.ts";
import { parseMarkdown } from "../../../sandbox/discord/page/markdown-parse.ts";
import { readForWallet, typedDataIn } from "../../../sandbox/discord/page/wallet-reading.ts";
import type { Command } from "../../../sandbox/discord/page/wire.ts";

const text = (value: string) => ({ kind: "text", text: value });

describe("the page's Markdown", () => {
  test("default: marks nest, and what is escaped or unmatched stays text", () => {
    expect(parseInline("a **b *c*** ~~d~~")).toEqual([
      text("a "),
      { kind: "strong", children: [text("b "), { kind: "emphasis", children: [text("c")] }] },
      text(" "),
      { kind: "strike", children: [text("d")] },
    ]);
    expect(parseInline("\\*not\\* 2 * 3 * 4 snake_case_name **open")).toSatisfy((parts: { kind: string }[]) =>
      parts.every((part) => part.kind === "text"),
    );
  });

  test("behavior: mentions, commands and moments are recognised by their ids", () => {
    expect(
      parseInline(
        "<@700000000000000301> <@&700000000000000101> <#700000000000000201> </proposal show:42> <t:1700000000:R>",
      ),
    ).toEqual([
      { kind: "user", id: "700000000000000301" },
      text(" "),
      { kind: "role", id: "700000000000000101" },
      text(" "),
      { kind: "channel", id: "700000000000000201" },
      text(" "),
      { kind: "command", name: "proposal show", id: "42" },
      text(" "),
      { kind: "time", unix: 1_700_000_000, style: "R" },
    ]);
  });

  test("behavior: blocks follow each other as Discord lays them out", () => {
    const blocks = parseMarkdown(
      "# Title\nwords\n> quoted\n> twice\n- one\n  - inner\n- two\n-# small\n```sh\nls\n```after",
    );
    expect(blocks.map((block) => block.kind)).toEqual([
      "heading",
      "paragraph",
      "quote",
      "list",
      "small",
      "code",
      "paragraph",
    ]);
    expect(blocks[3]).toMatchObject({
      ordered: false,
      items: [{ nested: { kind: "list" } }, { children: [text("two")] }],
    });
    expect(blocks[5]).toEqual({ kind: "code", language: "sh", text: "ls" });
  });

  test("error: only web addresses become links", () => {
    for (const source of ["[x](javascript:alert(1))", "[x](data:text/html,1)", "<javascript:1>", "[x](//evil)"]) {
      expect(parseInline(source).some((part) => part.kind === "link")).toBe(false);
    }
    expect(parseInline("see https://a.example/b.")).toEqual([
      text("see "),
      { kind: "link", url: "https://a.example/b", children: [text("https://a.example/b")] },
      text("."),
    ]);
  });

  test("law: any text is parsed, and plain words come back whole", () => {
    const marks = fc.constantFrom(
      "*",
      "**",
      "_",
      "__",
      "~~",
      "||",
      "`",
      "```",
      "\n",
      "> ",
      "- ",
      "# ",
      "<@1>",
      "[a](",
      "\\",
      "word",
      " ",
    );
    fc.assert(fc.property(fc.array(marks, { maxLength: 60 }), (parts) => void parseMarkdown(parts.join(""))));
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{1,12}( [a-z]{1,12}){0,8}$/), (words) => {
        expect(parseMarkdown(words)).toEqual([{ kind: "paragraph", children: [text(words)] }]);
      }),
    );
  });
});

describe("the composer's commands", () => {
  const vote = {
    name: "vote",
    description: "Vote",
    options: [
      { type: 3, name: "proposal", description: "Which", required: true },
      { type: 4, name: "weight", description: "Percent", min_value: 1, max_value: 100 },
    ],
  };
  const wallet = { name: "wallet", description: "W", options: [{ type: 1, name: "link", description: "Link one" }] };
  const entries = entriesOf([wallet, vote] as unknown as Command[]);

  test("default: commands and subcommands are offered by name, beginnings first", () => {
    expect(entries.map((entry) => entry.key)).toEqual(["vote", "wallet link"]);
    expect(matching(entries, "l").map((entry) => entry.key)).toEqual(["wallet link"]);
    expect(matching(entries, "v").map((entry) => entry.key)).toEqual(["vote"]);
  });

  test("boundary: numbers are whole and within their limits, required options are not forgotten", () => {
    const [entry] = entries;
    const weight = entry?.options[1];
    if (!entry || !weight) throw new Error("the entry is missing");
    expect(understand(weight, "0").problem).toBe("At least 1");
    expect(understand(weight, "101").problem).toBe("At most 100");
    expect(understand(weight, "1.5").problem).toBe("Give a whole number");
    expect(understand(weight, "100").value).toBe(100);
    expect(firstMissing(entry, {})?.name).toBe("proposal");
    const entered = { proposal: { words: "12", value: "12" }, weight: understand(weight, "7") };
    expect(firstMissing(entry, entered)).toBeUndefined();
    expect(valuesOf(entered)).toEqual({ proposal: "12", weight: 7 });
  });
});

describe("the page's small readings", () => {
  test("default: distances in time are told in their largest unit", () => {
    expect([0, 59, -60, 7200, 86_400 * 3, -31_536_000].map(relativeTime)).toEqual([
      "now",
      "in 59 seconds",
      "1 minute ago",
      "in 2 hours",
      "in 3 days",
      "1 year ago",
    ]);
    expect(formatTime(100, "R", 40)).toBe("in 1 minute");
  });

  test("behavior: a table's cells may hold commas, quotes and line breaks", () => {
    expect(parseCsv('a,"b, c"\r\n"say ""hi""","x\ny"\n', 10)).toEqual([
      ["a", "b, c"],
      ['say "hi"', "x\ny"],
    ]);
    expect(parseCsv("1\n2\n3\n", 2)).toEqual([["1"], ["2"]]);
  });

  test("law: cells without line breaks survive being written and read", () => {
    const cell = fc.stringMatching(/^[a-z",; ]{1,10}$/);
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(table, (rows) => {
        const written = rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(",")).join("\n");
        expect(parseCsv(written, 100)).toEqual(rows);
      }),
    );
  });

  test("behavior: a wallet tells an address, calldata and a whole call from words", () => {
    const to = `0x${"ab".repeat(20)}`;
    expect(readForWallet(` ${to}\n`)).toEqual({ kind: "call", call: { to } });
    expect(readForWallet("0xa9059cbb00")).toEqual({ kind: "call", call: { data: "0xa9059cbb00" } });
    expect(readForWallet(`cast send ${to} "$(cat calldata-12.txt)" --value 5 --chain 1`)).toEqual({
      kind: "call",
      call: { to, value: "5" },
      dataFile: "calldata-12.txt",
    });
    expect(readForWallet("sign in\nNonce: 1")).toEqual({ kind: "text", text: "sign in\nNonce: 1" });
    expect(typedDataIn('{"types":{},"domain":{},"primaryType":"A","message":{}}')).toBeDefined();
    for (const words of ["{}", "null", "4", "not json"]) expect(typedDataIn(words)).toBeUndefined();
  });

  test("boundary: digits are grouped before the point only", () => {
    expect(["0", "999", "1000", "1234567.12345", "120000.0"].map(groupDigits)).toEqual([
      "0",
      "999",
      "1,000",
      "1,234,567.12345",
      "120,000.0",
    ]);
    expect(["7", "7.12", "1666.999999"].map(shortDigits)).toEqual(["7", "7.12", "1,666.99…"]);
  });
});
