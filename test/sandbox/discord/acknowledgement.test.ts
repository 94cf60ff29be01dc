import { setTimeout as sleep } from "node:timers/promises";
import type { BaseInteraction } from "discord.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { modalOf } from "../../../sandbox/discord/person.ts";
import { SERVER } from "../../../sandbox/people.ts";
import { type Bot, connectBot, control, rest, serve } from "./connect-bot.ts";

const general = { channel: SERVER.channels.general };
const ACK_MS = 600;
const field = { type: 18, label: "Why", component: { type: 4, custom_id: "why", style: 1 } };
const modal = (over: object = {}) => ({ type: 9, data: { custom_id: "m", title: "T", components: [field], ...over } });

let bot: Bot;
let next: (interaction: BaseInteraction) => Promise<unknown>;
beforeEach(async () => {
  bot = await connectBot({ limits: { ackMs: ACK_MS, finalMs: 300 } });
  const option = { type: 3, name: "key", description: "k", autocomplete: true };
  await serve(bot, [{ name: "go", description: "goes", options: [option] }] as never, (interaction) =>
    next(interaction),
  );
});
afterEach(() => bot.close());

/** Sends the bot a command and gives what the REST calls in `answer` returned. */
async function during(answer: (path: string, webhook: string) => Promise<unknown>) {
  let result: unknown;
  next = async (interaction) => {
    const { id, token, applicationId } = interaction;
    result = await answer(`/interactions/${id}/${token}/callback`, `/webhooks/${applicationId}/${token}`);
  };
  const deed = await bot.person("ada").command("go", {}, general);
  await expect.poll(() => result).toBeDefined();
  return { deed, result };
}

const callback = async (path: string, body: object) => (await rest(bot.discord, "POST", path, body)).body;

describe("acknowledgement", () => {
  it("default: an interaction nobody answers in time has failed, and later answers come too late", async () => {
    const { deed, result } = await during(async (path) => {
      await sleep(ACK_MS + 50);
      return callback(path, { type: 4, data: { content: "late" } });
    });
    expect(deed.outcome).toEqual({ kind: "failed", reason: "The application did not respond" });
    expect(result).toMatchObject({ code: 10062 });
  });

  it("error: a second acknowledgement is refused", async () => {
    const { result } = await during(async (path) => {
      await callback(path, { type: 5 });
      return callback(path, { type: 4, data: { content: "again" } });
    });
    expect(result).toMatchObject({ code: 40060 });
  });

  it("error: a wrong token, and the webhook before an answer, do not exist", async () => {
    const { result } = await during(async (path, webhook) => [
      await callback(path.replace(/.{9}\/callback/, "123456789/callback"), { type: 5 }),
      (await rest(bot.discord, "POST", webhook, { content: "early" })).body,
      await callback(path, { type: 4, data: { content: "now" } }),
    ]);
    expect(result).toMatchObject([{ code: 10062 }, { code: 10015 }, {}]);
  });

  it("boundary: the token lives for 15 minutes of the server's clock", async () => {
    let webhook = "";
    await during(async (path, address) => {
      webhook = address;
      return callback(path, { type: 4, data: { content: "now" } });
    });
    await control(bot.discord, "clock", { offsetSeconds: 895 });
    expect((await rest(bot.discord, "PATCH", `${webhook}/messages/@original`, { content: "in time" })).status).toBe(
      200,
    );
    await control(bot.discord, "clock", { offsetSeconds: 901 });
    const late = await rest(bot.discord, "POST", webhook, { content: "late" });
    expect([late.status, late.body.code]).toEqual([401, 50027]);
  });

  it("error: a command is not answered with an update or with choices", async () => {
    const { result } = await during(async (path) => [
      await callback(path, { type: 7, data: { content: "x" } }),
      await callback(path, { type: 6 }),
      await callback(path, { type: 8, data: { choices: [] } }),
      await callback(path, { type: 3 }),
      await callback(path, { type: 4, data: { content: "fine" } }),
    ]);
    const refused = { code: 50035, errors: { type: { _errors: [{ code: "INTERACTION_CALLBACK_TYPE_INVALID" }] } } };
    expect(result).toMatchObject([refused, refused, refused, refused, {}]);
  });

  it("error: a refused body leaves the interaction open for another try", async () => {
    const { deed, result } = await during(async (path) => [
      await callback(path, { type: 4, data: { content: "x".repeat(2001) } }),
      await callback(path, { type: 4, data: {} }),
      await callback(path, { type: 4, data: { content: "fine", flags: 64 } }),
    ]);
    expect(result).toMatchObject([
      { errors: { data: { content: { _errors: [{ code: "BASE_TYPE_MAX_LENGTH" }] } } } },
      { code: 50006 },
      {},
    ]);
    expect(deed.outcome).toMatchObject({ kind: "message", ephemeral: true });
  });

  it("error: a modal does not answer a modal, nor come after another answer", async () => {
    const { deed } = await during((path) => callback(path, modal()));
    expect(modalOf(deed).title).toBe("T");
    let result: unknown;
    next = async ({ id, token }) => {
      const path = `/interactions/${id}/${token}/callback`;
      result = [await callback(path, modal()), await callback(path, { type: 5 }), await callback(path, modal())];
    };
    await bot
      .person("ada")
      .submit(deed, { why: "so" })
      .catch(() => undefined);
    await expect.poll(() => result).toMatchObject([{ code: 50035 }, {}, { code: 40060 }]);
  });

  it.each([
    [
      "six components",
      {
        components: Array.from({ length: 6 }, (_, n) => ({
          ...field,
          component: { ...field.component, custom_id: `${n}` },
        })),
      },
      "components",
    ],
    ["a long title", { title: "t".repeat(46) }, "title"],
    ["a custom id twice", { components: [field, field] }, "components"],
    ["a long label", { components: [{ ...field, label: "l".repeat(46) }] }, "components"],
    [
      "a prefill above its limit",
      { components: [{ ...field, component: { ...field.component, max_length: 2, value: "abc" } }] },
      "components",
    ],
    ["nothing", { components: [] }, "components"],
  ])("error: a modal with %s is refused", async (_, over, key) => {
    const { result } = await during(async (path) => {
      const answer = await callback(path, modal(over));
      await callback(path, { type: 5 });
      return answer;
    });
    expect(result).toMatchObject({ code: 50035, errors: { data: { [key]: expect.anything() } } });
  });

  it("error: more than 25 choices, or an autocomplete nobody answers, fail", async () => {
    let result: unknown;
    const choices = Array.from({ length: 26 }, (_, n) => ({ name: `${n}`, value: `${n}` }));
    next = async ({ id, token }) => {
      const path = `/interactions/${id}/${token}/callback`;
      result = [
        await callback(path, { type: 8, data: { choices } }),
        await callback(path, { type: 4, data: { content: "x" } }),
      ];
    };
    await expect(bot.person("ada").autocomplete("go", { key: "a" }, "key", general)).rejects.toThrow(
      "Loading options failed.",
    );
    expect(result).toMatchObject([{ code: 50035 }, { code: 50035 }]);
  });

  it("behavior: another interaction's messages are out of a token's reach", async () => {
    const { id } = await bot.channel.send("plain");
    const { result } = await during(async (path, webhook) => {
      await callback(path, { type: 4, data: { content: "mine" } });
      return (await rest(bot.discord, "PATCH", `${webhook}/messages/${id}`, { content: "stolen" })).body;
    });
    expect(result).toMatchObject({ code: 10008 });
  });
});
