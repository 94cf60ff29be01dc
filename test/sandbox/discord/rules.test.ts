import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createLocalDiscord, type LocalDiscord } from "../../../sandbox/discord/server.ts";
import { SERVER } from "../../../sandbox/people.ts";
import { control, rest } from "./connect-bot.ts";

const messages = `/channels/${SERVER.channels.general}/messages`;
const commands = `/applications/${SERVER.application}/guilds/${SERVER.guild}/commands`;
const V2 = { flags: 32768 };

const button = (over: object = {}) => ({ type: 2, style: 1, label: "Go", custom_id: "go", ...over });
const row = (...components: object[]) => ({ type: 1, components });
const select = (over: object = {}) => ({ type: 3, custom_id: "pick", options: [{ label: "A", value: "a" }], ...over });
const buttons = (count: number) => Array.from({ length: count }, (_, index) => button({ custom_id: `b${index}` }));
const text = (content: string) => ({ type: 10, content });
const command = (over: object = {}) => ({ name: "vote", description: "votes", ...over });
const option = (over: object = {}) => ({ type: 3, name: "key", description: "which", ...over });
const chars = (count: number) => "x".repeat(count);

let discord: LocalDiscord;
beforeAll(async () => {
  discord = await createLocalDiscord();
});
beforeEach(() => {
  discord.state.rejections.length = 0;
});
afterAll(() => discord.close());

/** The codes of an error tree with their paths. */
function leaves(tree: unknown, path: string[] = []): string[] {
  if (typeof tree !== "object" || tree === null) return [];
  return Object.entries(tree).flatMap(([key, inner]) =>
    key === "_errors"
      ? inner.map((error: { code: string }) => `${path.join(".")} ${error.code}`)
      : leaves(inner, [...path, key]),
  );
}

const GOOD_MESSAGES: [string, object][] = [
  ["2000 characters", { content: chars(2000) }],
  [
    "an embed at its limits",
    { embeds: [{ title: chars(256), description: chars(4096), fields: [{ name: "n", value: chars(1024) }] }] },
  ],
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
  ["users named one by one", { content: "x", allowed_mentions: { users: ["700000000000000301"], parse: ["roles"] } }],
  ["a nonce of 25 characters", { content: "x", nonce: chars(25), enforce_nonce: true }],
];

const BAD_MESSAGES: [string, object, string][] = [
  ["2001 characters", { content: chars(2001) }, "content BASE_TYPE_MAX_LENGTH"],
  ["a long title", { embeds: [{ title: chars(257) }] }, "embeds.0.title BASE_TYPE_MAX_LENGTH"],
  ["11 embeds", { embeds: Array.from({ length: 11 }, () => ({ title: "t" })) }, "embeds BASE_TYPE_MAX_LENGTH"],
  [
    "26 fields",
    { embeds: [{ fields: Array.from({ length: 26 }, () => ({ name: "n", value: "v" })) }] },
    "embeds.0.fields BASE_TYPE_MAX_LENGTH",
  ],
  [
    "6001 characters of embeds",
    { embeds: [{ description: chars(3001) }, { description: chars(3000) }] },
    "embeds MAX_EMBED_SIZE_EXCEEDED",
  ],
  [
    "an empty field name",
    { embeds: [{ fields: [{ name: "", value: "v" }] }] },
    "embeds.0.fields.0.name BASE_TYPE_REQUIRED",
  ],
  ["an ftp picture", { embeds: [{ image: { url: "ftp://x.y/z.png" } }] }, "embeds.0.image.url URL_TYPE_INVALID_SCHEME"],
  [
    "a missing attachment",
    { embeds: [{ image: { url: "attachment://a.png" } }] },
    "embeds.0.image.url ATTACHMENT_NOT_FOUND",
  ],
  [
    "an attachment without its file",
    { content: "x", attachments: [{ id: "0", description: "alt" }] },
    "attachments.0.id ATTACHMENT_NOT_FOUND",
  ],
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
  ["ephemeral in a channel", { content: "x", flags: 64 }, "flags MESSAGE_FLAGS_INVALID"],
  ["an unknown field", { content: "x", colour: "red" }, "colour UNKNOWN_FIELD"],
  ["an unknown nested field", { embeds: [{ titel: "t", title: "t" }] }, "embeds.0.titel UNKNOWN_FIELD"],
  [
    "parse and users together",
    { content: "x", allowed_mentions: { parse: ["users"], users: ["700000000000000301"] } },
    "allowed_mentions MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
  ],
  [
    "a malformed id",
    { content: "x", allowed_mentions: { users: ["ada"] } },
    "allowed_mentions.users.0 BASE_TYPE_BAD_FORMAT",
  ],
  ["a long nonce", { content: "x", nonce: chars(26) }, "nonce"],
  ["a wrong type", { content: 5 }, "content BASE_TYPE_BAD_TYPE"],
  [
    "a long poll answer",
    { poll: { question: { text: "q" }, answers: [{ poll_media: { text: chars(56) } }], duration: 1 } },
    "poll.answers.0.poll_media.text BASE_TYPE_MAX_LENGTH",
  ],
];

const GOOD_COMMANDS: [string, object[]][] = [
  ["a plain command", [command()]],
  [
    "a localised command",
    [command({ name_localizations: { de: "stimme" }, default_member_permissions: "0", nsfw: false })],
  ],
  ["a user command", [{ name: "Show Votes", type: 2 }]],
  ["25 options", [command({ options: Array.from({ length: 25 }, (_, n) => option({ name: `o${n}` })) })]],
  ["names in other scripts", [command({ name: "투표" })]],
];

const BAD_COMMANDS: [string, object[], string][] = [
  ["an upper-case name", [command({ name: "Vote" })], "0.name APPLICATION_COMMAND_INVALID_NAME"],
  ["a name with a space", [command({ name: "my vote" })], "0.name APPLICATION_COMMAND_INVALID_NAME"],
  ["a long name", [command({ name: chars(33) })], "0.name BASE_TYPE_MAX_LENGTH"],
  ["no description", [{ name: "vote" }], "0.description BASE_TYPE_REQUIRED"],
  ["a long description", [command({ description: chars(101) })], "0.description BASE_TYPE_MAX_LENGTH"],
  ["a name twice", [command(), command()], "1.name APPLICATION_COMMANDS_DUPLICATE_NAME"],
  ["101 commands", Array.from({ length: 101 }, (_, n) => command({ name: `c${n}` })), " BASE_TYPE_MAX_LENGTH"],
  [
    "26 options",
    [command({ options: Array.from({ length: 26 }, (_, n) => option({ name: `o${n}` })) })],
    "0.options BASE_TYPE_MAX_LENGTH",
  ],
  [
    "required after optional",
    [command({ options: [option(), option({ name: "b", required: true })] })],
    "0.options.1 APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
  ],
  [
    "an option name twice",
    [command({ options: [option(), option()] })],
    "0.options.1.name APPLICATION_COMMAND_OPTIONS_NAME_INVALID",
  ],
  [
    "26 choices",
    [command({ options: [option({ choices: Array.from({ length: 26 }, (_, n) => ({ name: "n", value: `${n}` })) })] })],
    "0.options.0.choices BASE_TYPE_MAX_LENGTH",
  ],
  [
    "choices and autocomplete",
    [command({ options: [option({ autocomplete: true, choices: [{ name: "n", value: "v" }] })] })],
    "0.options.0.autocomplete APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE",
  ],
  [
    "a long choice",
    [command({ options: [option({ choices: [{ name: "n", value: chars(101) }] })] })],
    "0.options.0.choices.0.value BASE_TYPE_MAX_LENGTH",
  ],
  [
    "a choice twice",
    [
      command({
        options: [
          option({
            choices: [
              { name: "n", value: "v" },
              { name: "m", value: "v" },
            ],
          }),
        ],
      }),
    ],
    "0.options.0.choices.1.value APPLICATION_COMMAND_OPTIONS_CHOICES_DUPLICATE",
  ],
  [
    "more than 8000 characters",
    [
      command({
        options: [1, 2, 3].map((n) =>
          option({
            name: `o${n}`,
            choices: Array.from({ length: 25 }, (_, m) => ({ name: chars(60), value: `${m}${chars(60)}` })),
          }),
        ),
      }),
    ],
    "0 APPLICATION_COMMAND_TOO_LARGE",
  ],
  [
    "sub-commands beside options",
    [command({ options: [{ type: 1, name: "sub", description: "s" }, option()] })],
    "0.options APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
  ],
  [
    "an unknown locale",
    [command({ name_localizations: { xx: "stimme" } })],
    "0.name_localizations.xx BASE_TYPE_CHOICES",
  ],
  ["nsfw as text", [command({ nsfw: "no" })], "0.nsfw BASE_TYPE_BAD_TYPE"],
  [
    "permissions as words",
    [command({ default_member_permissions: "ManageGuild" })],
    "0.default_member_permissions BASE_TYPE_BAD_FORMAT",
  ],
  ["an unknown field", [command({ option: [] })], "0.option UNKNOWN_FIELD"],
];

describe("rules of messages", () => {
  it.each(GOOD_MESSAGES)("boundary: %s are accepted", async (_, body) => {
    const answer = await rest(discord, "POST", messages, body);
    expect(leaves(answer.body.errors)).toEqual([]);
    expect(answer.status).toBe(200);
  });

  it.each(BAD_MESSAGES)("error: %s", async (_, body, leaf) => {
    const answer = await rest(discord, "POST", messages, body);
    expect(answer.body).toMatchObject({ code: 50035, message: "Invalid Form Body" });
    expect(answer.status).toBe(400);
    expect(leaves(answer.body.errors).filter((found) => found.startsWith(leaf))).toHaveLength(1);
    expect(await control<object[]>(discord, "rejections")).toMatchObject([
      { code: 50035, path: `/api/v10${messages}` },
    ]);
  });

  it.each([[{}], [{ content: "" }], [{ content: "  " }], [{ embeds: [] }]])("error: %j is empty", async (body) => {
    expect((await rest(discord, "POST", messages, body)).body).toMatchObject({ code: 50006 });
  });

  it("error: with the new layout every file must be shown", async () => {
    const upload = async (components: object[]) => {
      const form = new FormData();
      form.set("payload_json", JSON.stringify({ ...V2, components, attachments: [{ id: "0", description: "alt" }] }));
      form.set("files[0]", new File(["a"], "a.png"));
      const headers = { authorization: `Bot ${SERVER.token}` };
      return (await fetch(`${discord.url}/api/v10${messages}`, { method: "POST", headers, body: form })).json();
    };
    const shown = await upload([{ type: 12, items: [{ media: { url: "attachment://a.png" }, description: "alt" }] }]);
    expect(shown.components[0].items[0].media.url).toMatch(/\/cdn\/attachments\/.*\/a\.png$/);
    expect(leaves((await upload([text("a")])).errors)).toEqual(["attachments MESSAGE_ATTACHMENT_NOT_REFERENCED"]);
  });

  it("error: an edit cannot take the new layout back", async () => {
    const { body } = await rest(discord, "POST", messages, { ...V2, components: [text("a")] });
    const edit = await rest(discord, "PATCH", `${messages}/${body.id}`, { flags: 0, content: "old" });
    expect(leaves(edit.body.errors)).toEqual(["content MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"]);
  });

  it("error: malformed JSON, another content type and too large files", async () => {
    const send = async (body: BodyInit, type?: string) => {
      const headers = { authorization: `Bot ${SERVER.token}`, ...(type && { "content-type": type }) };
      return (await fetch(`${discord.url}/api/v10${messages}`, { method: "POST", headers, body })).json();
    };
    expect(await send("{", "application/json")).toMatchObject({ code: 50109 });
    expect(await send("content=x", "application/x-www-form-urlencoded")).toMatchObject({ code: 50035 });
    const form = new FormData();
    form.set("files[0]", new File([new Uint8Array(10 * 1024 * 1024 + 1)], "big.bin"));
    expect(await send(form)).toMatchObject({ code: 40005 });
  });
});

describe("rules of commands", () => {
  it.each(GOOD_COMMANDS)("boundary: %s is accepted", async (_, body) => {
    expect((await rest(discord, "PUT", commands, body)).status).toBe(200);
  });

  it.each(BAD_COMMANDS)("error: %s", async (_, body, leaf) => {
    const answer = await rest(discord, "PUT", commands, body);
    expect(answer.body.code).toBe(50035);
    expect(leaves(answer.body.errors).filter((found) => found.startsWith(leaf))).toHaveLength(1);
  });
});
