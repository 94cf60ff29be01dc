import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SERVER } from "../../../sandbox/people.ts";
import { control } from "./connect-bot.ts";
import { chars, judge, MESSAGES } from "./rule-bodies.ts";

let judging: Awaited<ReturnType<typeof judge>>;
beforeAll(async () => {
  judging = await judge();
});
afterAll(() => judging.close());

const GOOD: [string, object][] = [
  ["2000 characters", { content: chars(2000) }],
  [
    "an embed at its limits",
    { embeds: [{ title: chars(256), description: chars(4096), fields: [{ name: "n", value: chars(1024) }] }] },
  ],
  ["users named one by one", { content: "x", allowed_mentions: { users: ["700000000000000301"], parse: ["roles"] } }],
  ["a nonce of 25 characters", { content: "x", nonce: chars(25), enforce_nonce: true }],
];

const BAD: [string, object, string][] = [
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

describe("rules of messages", () => {
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

  it.each([[{}], [{ content: "" }], [{ content: "  " }], [{ embeds: [] }]])("error: %j is empty", async (body) => {
    expect(await judging.verdict("POST", MESSAGES, body)).toMatchObject({ status: 400, code: 50006 });
  });

  it("error: malformed JSON, another content type and too large files", async () => {
    const send = async (body: string | FormData, type?: string): Promise<unknown> => {
      const headers = { authorization: `Bot ${SERVER.token}`, ...(type && { "content-type": type }) };
      return (await fetch(`${judging.discord.url}/api/v10${MESSAGES}`, { method: "POST", headers, body })).json();
    };
    expect(await send("{", "application/json")).toMatchObject({ code: 50109 });
    expect(await send("content=x", "application/x-www-form-urlencoded")).toMatchObject({ code: 50035 });
    const form = new FormData();
    form.set("files[0]", new File([new Uint8Array(10 * 1024 * 1024 + 1)], "big.bin"));
    expect(await send(form)).toMatchObject({ code: 40005 });
  });

  it("error: ids that are none, in path and query, and answers to unknown messages", async () => {
    const path = await judging.verdict("GET", "/channels/general/messages", undefined);
    expect(path.leaves).toEqual(["channel NUMBER_TYPE_COERCE"]);
    const query = await judging.verdict("GET", `${MESSAGES}?before=yesterday`, undefined);
    expect(query.leaves).toEqual(["before NUMBER_TYPE_COERCE"]);
    const reply = { content: "x", message_reference: { message_id: "700000000000000999" } };
    expect((await judging.verdict("POST", MESSAGES, reply)).leaves).toEqual([
      "message_reference MESSAGE_REFERENCE_UNKNOWN_MESSAGE",
    ]);
  });

  it("boundary: a message older than an hour takes only so many edits an hour", async () => {
    const { state } = judging.discord;
    const { body } = await judging.verdict("POST", MESSAGES, { content: "old" });
    const edit = async () => (await judging.verdict("PATCH", `${MESSAGES}/${body.id}`, { content: "new" })).code;
    state.limits.oldEditsPerHour = 1;
    expect([await edit(), await edit()]).toEqual([undefined, undefined]);
    await control(judging.discord, "clock", { offsetSeconds: 3700 });
    expect([await edit(), await edit()]).toEqual([undefined, 30046]);
    await control(judging.discord, "clock", { offsetSeconds: 7400 });
    expect(await edit()).toBeUndefined();
  });
});
