import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { afterEach, describe, expect, it } from "vitest";
import { createPerson } from "../../../sandbox/discord/person.ts";
import { SERVER } from "../../../sandbox/people.ts";
import { idOf, logIn, unmodifiedClient } from "./connect-bot.ts";

const MAIN = new URL("../../../sandbox/discord/main.ts", import.meta.url).pathname;
let children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  children = [];
});

async function start(...flags: string[]) {
  const child = spawn(process.execPath, [MAIN, ...flags], { stdio: ["pipe", "pipe", "inherit"] });
  children.push(child);
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on("line", (line) => lines.push(line));
  await once(reader, "line");
  return { child, lines, ready: JSON.parse(lines[0] ?? "") as { ready: boolean; url: string } };
}

describe("the process", () => {
  it("default: says where it is in one line, serves a client and the page, ends with its parent's pipe", async () => {
    const { child, lines, ready } = await start();
    expect(ready).toEqual({ ready: true, url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) });
    const client = await logIn(unmodifiedClient(ready.url));
    expect(client.guilds.cache.get(SERVER.guild)?.name).toBe("Heliogrid");
    await client.destroy();
    expect((await fetch(ready.url)).headers.get("content-type")).toMatch(/^text\/html/);
    expect((await fetch(`${ready.url}/nowhere`)).status).toBe(404);
    child.stdin?.end();
    expect(await once(child, "exit")).toEqual([0, null]);
    expect(lines).toHaveLength(1);
  });

  it("behavior: SIGTERM ends it", async () => {
    const { child } = await start();
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([0, null]);
  });

  it("behavior: time moves for the others first; when they cannot, it does not move here", async () => {
    const told: unknown[] = [];
    const hook = createServer(async (request, response) => {
      told.push(await new Response(request as never).json());
      response.writeHead(told.length === 1 ? 200 : 500).end();
    });
    await new Promise<void>((resolve) => hook.listen(0, "127.0.0.1", resolve));
    const { ready } = await start("--clock-hook", `http://127.0.0.1:${(hook.address() as AddressInfo).port}/clock`);
    const move = async (offsetSeconds: number) => {
      const headers = { "content-type": "application/json" };
      const body = JSON.stringify({ offsetSeconds });
      return (await fetch(`${ready.url}/control/clock`, { method: "POST", headers, body })).status;
    };
    expect([await move(3600), await move(7200)]).toEqual([200, 502]);
    expect(told).toEqual([{ offsetSeconds: 3600 }, { offsetSeconds: 7200 }]);
    const clock = (await (await fetch(`${ready.url}/control/clock`)).json()) as { offsetSeconds: number; now: number };
    expect(clock.offsetSeconds).toBe(3600);
    expect(Math.abs(clock.now - Date.now() / 1000 - 3600)).toBeLessThan(3);
    const said = await createPerson(ready.url, idOf("ada")).say(SERVER.channels.general, "later");
    expect(Math.abs(Date.parse(said.timestamp) / 1000 - clock.now)).toBeLessThan(3);
    hook.close();
  });
});
