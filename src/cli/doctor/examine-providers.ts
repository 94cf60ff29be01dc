import { createRpc, type Rpc } from "../../chain/rpc.ts";
import type { Environment } from "../../config/environment.ts";
import type { Config } from "../../config/schema.ts";
import { type Finding, notable, well, wrong } from "./finding.ts";

const TIMEOUT_MS = 10_000;
/** A provider that is slower than this makes members wait. */
const SLOW_MS = 1_500;
/** No chain's final block is usually older. */
const OLD_SECONDS = 3_600;
/** How far back Steward looks when it asks what somebody held: about a week of the usual chains. */
const HISTORY_BLOCKS = 50_000n;

/** Asks each RPC provider of each chain what it serves, how fast, how final, and how far back. Providers are named by number: their URLs carry keys. */
export async function examineProviders({ rpcUrls }: Environment, config: Config): Promise<Finding[]> {
  const asked = Object.entries(config.chains).flatMap(([id, { name, finality }]) =>
    (rpcUrls[Number(id)] ?? []).map((url, index) =>
      examineProvider(createRpc(url, TIMEOUT_MS), {
        id: Number(id),
        label: `${name}, provider ${index + 1}`,
        finality,
      }),
    ),
  );
  return (await Promise.all(asked)).flat();
}

type Subject = { id: number; label: string; finality: Config["chains"][string]["finality"] };

async function examineProvider(rpc: Rpc, { id, label, finality }: Subject): Promise<Finding[]> {
  const started = performance.now();
  const served = await ask<string>(rpc, "eth_chainId");
  const ms = Math.round(performance.now() - started);
  if (!served.ok) return [wrong(`${label}: ${served.why}.`, `Look at its entry in RPC_URLS_${id}.`)];
  if (Number(served.value) !== id)
    return [wrong(`${label} serves chain ${Number(served.value)}, not ${id}.`, `Put another URL into RPC_URLS_${id}.`)];
  const speed =
    ms > SLOW_MS
      ? notable(`${label} took ${ms} ms to answer.`, "Consider a nearer one.")
      : well(`${label} serves chain ${id}, in ${ms} ms.`);
  const newest = await block(rpc, "latest");
  if (newest === undefined)
    return [speed, wrong(`${label} does not give its newest block.`, `Put another URL into RPC_URLS_${id}.`)];
  const final =
    finality.kind === "finalized"
      ? await block(rpc, "finalized")
      : await block(rpc, hex(max(0n, newest.number - BigInt(finality.blocks))));
  if (final === undefined) {
    return [
      speed,
      wrong(
        `${label} knows no finalized block.`,
        'If the chain has none, set its `finality` to {"kind": "depth", "blocks": n}.',
      ),
    ];
  }
  return [
    speed,
    freshness(label, newest.timestamp - final.timestamp, final.number),
    await history(rpc, label, final.number),
    await simulation(rpc, label, final.number),
  ];
}

/** Measured against the newest block, because a chain's time need not be this machine's. */
function freshness(label: string, age: number, number: bigint): Finding {
  const what = `${label}: final block ${number}, ${age} s behind the newest.`;
  return age > OLD_SECONDS
    ? notable(what, "Steward reports only what is final, so its reports will be that late.")
    : well(what);
}

async function history(rpc: Rpc, label: string, final: bigint): Promise<Finding> {
  const old = max(1n, final - HISTORY_BLOCKS);
  const at = final < 1n ? final : old;
  const answer = await ask(rpc, "eth_getBalance", "0x0000000000000000000000000000000000000000", hex(at));
  if (answer.ok) return well(`${label} answers for block ${at}.`);
  return notable(
    `${label} does not answer for block ${at}: ${answer.why}.`,
    "Opening balances and old reports need an archive node; name one among the URLs.",
  );
}

/** What a vote would do is seen whole only where a node makes its calls one after the other. */
async function simulation(rpc: Rpc, label: string, final: bigint): Promise<Finding> {
  const nothing = { blockStateCalls: [{ calls: [] }], validation: false };
  const answer = await ask(rpc, "eth_simulateV1", nothing, hex(final));
  if (answer.ok) return well(`${label} simulates calls.`);
  return notable(
    `${label} does not simulate calls (eth_simulateV1): ${answer.why}.`,
    "Proposals are then tried call by call, and their cards say that what they change was not seen. Name one that does among the URLs.",
  );
}

async function block(rpc: Rpc, tag: string): Promise<{ number: bigint; timestamp: number } | undefined> {
  const answer = await ask<{ number: string; timestamp: string } | null>(rpc, "eth_getBlockByNumber", tag, false);
  if (!answer.ok || answer.value === null) return undefined;
  return { number: BigInt(answer.value.number), timestamp: Number(answer.value.timestamp) };
}

type Answer<T> = { ok: true; value: T } | { ok: false; why: string };

async function ask<T>(rpc: Rpc, method: string, ...params: unknown[]): Promise<Answer<T>> {
  try {
    const [answer] = await rpc.ask([{ method, params }]);
    if (answer !== undefined && "result" in answer) return { ok: true, value: answer.result as T };
    return { ok: false, why: `refused: ${answer?.refused.message ?? "no answer"}` };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : "no answer" };
  }
}

function hex(value: bigint): string {
  return `0x${value.toString(16)}`;
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
