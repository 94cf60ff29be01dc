import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SERVER } from "../../../sandbox/people.ts";
import { control } from "./connect-bot.ts";
import { button, buttons, chars, judge, leaves, MESSAGES, row, select, text, V2 } from "./rule-bodies.ts";

let judging: Awaited<ReturnType<typeof judge>>;
beforeAll(async () => {
  judging = await judge();
});
afterAll(() => judging.close());

const GOOD: [string, object][] = [
  [
    "5 rows of 5 buttons",
    {
      content: "x",
      components: [0, 1, 2, 3, 4].map((n) => row(...[0, 1, 2, 3, 4].map((m) => button({ custom_id: `${n}${m}` })))),
    },
  ],
  [
    "a link button",
    { content: "x", components: [row({ type: 2, style: 5, label: "Site", url: "https://example.org" })] },
  ],
  ["a select", { content: "x", components: [row(select())] }],
  ["a container of texts", { ...V2, components: [{ type: 17, components: [text("a"), { type: 14 }, text("b")] }] }],
  ["a section with a button", { ...V2, components: [{ type: 9, components: [text("a")], accessory: button() }] }],
  ["40 components", { ...V2, components: Array.from({ length: 40 }, () => text("t")) }],
  ["4000 characters of text", { ...V2, components: [text(chars(2000)), text(chars(2000))] }],
];

const BAD: [string, object, string][] = [
  [
    "6 rows",
    { content: "x", components: [0, 1, 2, 3, 4, 5].map((n) => row(button({ custom_id: `${n}` }))) },
    "components BASE_TYPE_BAD_LENGTH",
  ],
  ["6 buttons", { content: "x", components: [row(...buttons(6))] }, "components.0.components BASE_TYPE_MAX_LENGTH"],
  [
    "a custom id twice",
    { content: "x", components: [row(button(), button())] },
    "components.0.components.1.custom_id COMPONENT_CUSTOM_ID_DUPLICATED",
  ],
  [
    "a long custom id",
    { content: "x", components: [row(button({ custom_id: chars(101) }))] },
    "components.0.components.0.custom_id BASE_TYPE_MAX_LENGTH",
  ],
  [
    "a button without style",
    { content: "x", components: [row({ type: 2, label: "x", custom_id: "x" })] },
    "components.0.components.0.style BASE_TYPE_REQUIRED",
  ],
  [
    "a link without url",
    { content: "x", components: [row({ type: 2, style: 5, label: "x" })] },
    "components.0.components.0.url BASE_TYPE_REQUIRED",
  ],
  [
    "a link with custom id",
    { content: "x", components: [row({ type: 2, style: 5, label: "x", url: "https://e.org", custom_id: "x" })] },
    "components.0.components.0.custom_id BUTTON_COMPONENT_INVALID_FIELD",
  ],
  [
    "a script link",
    { content: "x", components: [row({ type: 2, style: 5, label: "x", url: "javascript:alert(1)" })] },
    "components.0.components.0.url URL_TYPE_INVALID_SCHEME",
  ],
  [
    "a button without custom id",
    { content: "x", components: [row({ type: 2, style: 1, label: "x" })] },
    "components.0.components.0.custom_id BASE_TYPE_REQUIRED",
  ],
  [
    "a button without a face",
    { content: "x", components: [row({ type: 2, style: 1, custom_id: "x" })] },
    "components.0.components.0.label BASE_TYPE_REQUIRED",
  ],
  [
    "button and select in a row",
    { content: "x", components: [row(button(), select())] },
    "components.0.components COMPONENT_LAYOUT_WIDTH_EXCEEDED",
  ],
  [
    "two selects in a row",
    { content: "x", components: [row(select(), select({ custom_id: "b" }))] },
    "components.0.components COMPONENT_LAYOUT_WIDTH_EXCEEDED",
  ],
  [
    "a value twice",
    {
      content: "x",
      components: [
        row(
          select({
            options: [
              { label: "A", value: "a" },
              { label: "B", value: "a" },
            ],
          }),
        ),
      ],
    },
    "components.0.components.0.options.1.value SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
  ],
  [
    "min above max",
    { content: "x", components: [row(select({ min_values: 2, max_values: 1 }))] },
    "components.0.components.0.min_values SELECT_COMPONENT_RANGE",
  ],
  [
    "26 options",
    {
      content: "x",
      components: [row(select({ options: Array.from({ length: 26 }, (_, n) => ({ label: "A", value: `${n}` })) }))],
    },
    "components.0.components.0.options BASE_TYPE_MAX_LENGTH",
  ],
  [
    "too many defaults",
    {
      content: "x",
      components: [row(select({ options: ["a", "b"].map((value) => ({ label: value, value, default: true })) }))],
    },
    "components.0.components.0.options SELECT_COMPONENT_DEFAULTS",
  ],
  ["an unknown component", { content: "x", components: [{ type: 99 }] }, "components.0 UNION_TYPE_CHOICES"],
  [
    "V2 with content",
    { ...V2, content: "x", components: [text("a")] },
    "content MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
  ],
  [
    "V2 with embeds",
    { ...V2, embeds: [{ title: "t" }], components: [text("a")] },
    "embeds MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
  ],
  ["V2 components without the flag", { components: [text("a")] }, "components.0.type UNION_TYPE_CHOICES"],
  [
    "V2 with 4001 characters",
    { ...V2, components: [text(chars(4000)), text("y")] },
    "components COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
  ],
  [
    "V2 with 41 nested components",
    { ...V2, components: [{ type: 17, components: Array.from({ length: 40 }, () => text("t")) }] },
    "components COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
  ],
  [
    "a section of four texts",
    { ...V2, components: [{ type: 9, components: [1, 2, 3, 4].map((n) => text(`${n}`)), accessory: button() }] },
    "components.0.components BASE_TYPE_MAX_LENGTH",
  ],
  [
    "a gallery with a missing file",
    { ...V2, components: [{ type: 12, items: [{ media: { url: "attachment://a.png" } }] }] },
    "components.0.items.0.media.url ATTACHMENT_NOT_FOUND",
  ],
];

describe("rules of components", () => {
  it.each(GOOD)("boundary: %s are accepted", async (_, body) => {
    const verdict = await judging.verdict("POST", MESSAGES, body);
    expect(verdict).toMatchObject({ status: 200, leaves: [] });
  });

  it.each(BAD)("error: %s", async (_, body, leaf) => {
    judging.discord.state.rejections.length = 0;
    const verdict = await judging.verdict("POST", MESSAGES, body);
    expect(verdict).toMatchObject({ status: 400, code: 50035, body: { message: "Invalid Form Body" } });
    expect(verdict.leaves.filter((found) => found.startsWith(leaf))).toHaveLength(1);
    expect(await control(judging.discord, "rejections")).toMatchObject([{ code: 50035, path: `/api/v10${MESSAGES}` }]);
  });

  it("error: with the new layout every file must be shown", async () => {
    const upload = async (components: object[]) => {
      const form = new FormData();
      form.set("payload_json", JSON.stringify({ ...V2, components, attachments: [{ id: "0", description: "alt" }] }));
      form.set("files[0]", new File(["a"], "a.png"));
      const request = { method: "POST", headers: { authorization: `Bot ${SERVER.token}` }, body: form };
      const answer: unknown = await (await fetch(`${judging.discord.url}/api/v10${MESSAGES}`, request)).json();
      return answer as { errors?: unknown; components?: { items: { media: { url: string } }[] }[] };
    };
    const shown = await upload([{ type: 12, items: [{ media: { url: "attachment://a.png" }, description: "alt" }] }]);
    expect(shown.components?.[0]?.items[0]?.media.url).toMatch(/\/cdn\/attachments\/.*\/a\.png$/);
    expect(leaves((await upload([text("a")])).errors)).toEqual(["attachments MESSAGE_ATTACHMENT_NOT_REFERENCED"]);
  });

  it("error: an edit cannot take the new layout back, and must clear what the old one held", async () => {
    const legacy = "content MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2";
    const edited = async (before: object, after: object) => {
      const { body } = await judging.verdict("POST", MESSAGES, before);
      return (await judging.verdict("PATCH", `${MESSAGES}/${body.id}`, after)).leaves;
    };
    const layout = { ...V2, components: [text("a")] };
    expect(await edited(layout, { flags: 0, content: "old" })).toEqual([legacy]);
    expect(await edited({ content: "old" }, layout)).toEqual([legacy]);
    expect(await edited({ content: "old" }, { ...layout, content: null })).toEqual([]);
  });
});
