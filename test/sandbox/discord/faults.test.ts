import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SERVER } from "../../../sandbox/people.ts";
import { type Bot, connectBot, control, rest } from "./connect-bot.ts";

const general = SERVER.channels.general;
const posting = { method: "POST", path: "/messages$" };

let bot: Bot;
beforeEach(async () => {
  bot = await connectBot({}, { rest: { timeout: 400, retries: 1 } });
});
afterEach(() => bot.close());

const contents = async () =>
  (await control<{ content: string }[]>(bot.discord, `messages?channel=${general}`)).map((message) => message.content);
const posts = async () =>
  (await control<{ method: string; path: string; status: number }[]>(bot.discord, "requests"))
    .filter((request) => request.method === "POST" && request.path.endsWith("/messages"))
    .map((request) => request.status);

describe("faults", () => {
  it("default: a 502 after storing makes the library post twice, unless a nonce is enforced", async () => {
    await control(bot.discord, "faults", { kind: "store-then-502", match: posting });
    await bot.channel.send("double");
    expect(await contents()).toEqual(["double", "double"]);
    await control(bot.discord, "faults", { kind: "store-then-502", match: posting });
    await bot.channel.send({ content: "single", nonce: "n1", enforceNonce: true });
    expect(await contents()).toEqual(["double", "double", "single"]);
    expect(await posts()).toEqual([502, 200, 502, 200]);
  });

  it("behavior: a stored request may be stalled or reset; the library sends it again", async () => {
    await control(bot.discord, "faults", { kind: "stall", seconds: 1, stored: true, match: posting });
    await bot.channel.send("stalled");
    expect(await contents()).toEqual(["stalled", "stalled"]);
    await control(bot.discord, "faults", { kind: "reset", stored: true, match: posting });
    await bot.channel.send("reset").catch(() => undefined);
    expect((await contents()).slice(2)).toContain("reset");
  });

  it("behavior: a reset or a 5xx before storing leaves nothing behind", async () => {
    await control(bot.discord, "faults", { kind: "reset", match: posting, times: 9 });
    await expect(rest(bot.discord, "POST", `/channels/${general}/messages`, { content: "lost" })).rejects.toThrow();
    await fetch(`${bot.discord.url}/control/faults`, { method: "DELETE" });
    await control(bot.discord, "faults", { kind: "5xx", code: 500, match: posting });
    const answer = await rest(bot.discord, "POST", `/channels/${general}/messages`, { content: "lost" });
    expect(answer.status).toBe(500);
    expect(await contents()).toEqual([]);
  });

  it("behavior: a 429 says when to come back, and the client comes back then", async () => {
    await control(bot.discord, "faults", { kind: "429", seconds: 1, match: posting });
    const start = performance.now();
    await bot.channel.send("patient");
    expect(performance.now() - start).toBeGreaterThan(900);
    expect(await posts()).toEqual([429, 200]);
  });

  it("behavior: faults hit only what they match, as often as they say", async () => {
    await control(bot.discord, "faults", { kind: "5xx", match: { method: "GET", path: "/channels/\\d+$" }, times: 2 });
    const read = async () => (await rest(bot.discord, "GET", `/channels/${general}`)).status;
    expect((await rest(bot.discord, "GET", "/users/@me")).status).toBe(200);
    expect([await read(), await read(), await read()]).toEqual([503, 503, 200]);
  });

  it("behavior: every route counts its requests and refuses those above the limit", async () => {
    await bot.close();
    bot = await connectBot({ rateLimit: { limit: 2, windowMs: 300 } });
    const post = () => rest(bot.discord, "POST", `/channels/${general}/messages`, { content: "x" });
    const [first, second, third] = [await post(), await post(), await post()];
    expect(first.headers.get("x-ratelimit-remaining")).toBe("1");
    expect(second.headers.get("x-ratelimit-remaining")).toBe("0");
    expect(third.status).toBe(429);
    expect(third.headers.get("retry-after")).toBe("1");
    expect(third.headers.get("x-ratelimit-bucket")).toBe(first.headers.get("x-ratelimit-bucket"));
    await Promise.all(["a", "b", "c"].map((text) => bot.channel.send(text)));
    expect((await contents()).sort()).toEqual(["a", "b", "c", "x", "x"]);
  });

  it("error: an unknown kind of fault is refused", async () => {
    expect(await control(bot.discord, "faults", { kind: "meteor" })).toEqual({
      error: "there is no fault of kind meteor",
    });
  });
});
