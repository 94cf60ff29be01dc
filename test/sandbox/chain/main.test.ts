import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { createRpc } from "../../../sandbox/chain/rpc.ts";
import type { World } from "../../../sandbox/chain/world.ts";

const MAIN = fileURLToPath(new URL("../../../sandbox/chain/main.ts", import.meta.url));

type Ready = { ready: boolean; rpcUrl: string; world: World };

async function start(): Promise<{ child: ChildProcess; ready: Ready }> {
  const child = spawn(process.execPath, [MAIN], { stdio: ["pipe", "pipe", "inherit"] });
  let said = "";
  for await (const chunk of child.stdout) {
    said += chunk;
    if (said.includes("\n")) break;
  }
  return { child, ready: JSON.parse(said) as Ready };
}

test.each(["input", "SIGTERM"] as const)("behavior: says where the chain is, and ends it with %s", async (how) => {
  const { child, ready } = await start();
  expect(ready.ready).toBe(true);
  expect(ready.world.rpcUrl).toBe(ready.rpcUrl);
  const rpc = createRpc(ready.rpcUrl);
  expect(Number(await rpc("eth_chainId"))).toBe(ready.world.chainId);
  const ended = once(child, "exit");
  if (how === "input") child.stdin?.end();
  else child.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
  await expect(rpc("eth_chainId")).rejects.toThrow("fetch failed");
});
