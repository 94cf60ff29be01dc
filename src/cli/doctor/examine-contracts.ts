import { type Address, getAbiItem, parseAbi } from "viem";
import { call, isCallFailure } from "../../chain/call.ts";
import type { Block, Chain, Chains, Read } from "../../chain/chain.ts";
import { readStart, readWeight } from "../../chain/weights/index.ts";
import type { Config } from "../../config/schema.ts";
import { findExecutor } from "../../executors/index.ts";
import { formatValue, listParameters, readParameter } from "../../parameters/registry.ts";
import { freshnessOf } from "../../sources/prices/freshness.ts";
import { readPrice } from "../../sources/prices/index.ts";
import { type Finding, notable, well, wrong } from "./finding.ts";

const abi = parseAbi([
  "function decimals() view returns (uint8)",
  "function symbol() view returns (string)",
  "function CLOCK_MODE() view returns (string)",
]);

/** A question to a chain, and what its answer means. */
type Question = { chain: number; read: Read<Finding>; what: string };

/** Asks every contract of the config, at each chain's final block, whether it is what the config says. */
export async function examineContracts(config: Config, chains: Chains): Promise<Finding[]> {
  const questions = [...tokens(config), ...electorates(config), ...executors(config), ...parameters(config)];
  const findings = await Promise.all(
    chains.list().map(async (chain) => {
      const block = await chain.finalized().catch(() => undefined);
      if (block === undefined)
        return [wrong(`${chain.name}: no contract could be looked at.`, "See the providers above.")];
      const mine = [...questions, ...weights(config, block), ...prices(config, block.timestamp)].filter(
        (one) => one.chain === chain.id,
      );
      const outcomes = await chain.readAll(
        block,
        mine.map(({ read }) => read),
      );
      const answers = outcomes.map((outcome, index) =>
        outcome.ok
          ? outcome.value
          : wrong(
              `${mine[index]?.what}: ${outcome.reason.replace(/\.$/, "")}.`,
              "Compare its address and signatures with the contract.",
            ),
      );
      return [...(await codes(config, chain, block)), ...answers];
    }),
  );
  return findings.flat();
}

/** Addresses without code answer nothing; said once each instead of by every call that fails. */
async function codes(config: Config, chain: Chain, block: Block): Promise<Finding[]> {
  const targets = new Set(
    Object.values(config.parameters)
      .filter((one) => one.chain === chain.id)
      .map((one) => one.target),
  );
  for (const entry of Object.values(config.positions)) {
    const address = entry["contract"] ?? entry["vault"];
    if (entry.chain === chain.id && typeof address === "string") targets.add(address as Address);
  }
  const found = await Promise.all(
    [...targets].map(async (target) => ({ target, code: await chain.code(target, block) })),
  );
  return found
    .filter(({ code }) => code === "0x")
    .map(({ target }) =>
      wrong(`${chain.name}: there is no contract at ${target}.`, "Correct the address, or the chain."),
    );
}

function tokens(config: Config): Question[] {
  return Object.entries(config.tokens).map(([name, token]) => ({
    chain: token.chain,
    what: `tokens.${name}`,
    read: (function* (): Read<Finding> {
      const [decimals, symbol] = yield [call(token.address, item("decimals")), call(token.address, item("symbol"))];
      if (isCallFailure(decimals)) return wrong(`tokens.${name}: ${decimals.failed}.`, "Correct its address.");
      if (decimals !== token.decimals)
        return wrong(
          `tokens.${name}: the contract has ${String(decimals)} decimals, the config ${token.decimals}.`,
          `Set \`decimals\` to ${String(decimals)}: amounts would be wrong.`,
        );
      if (!isCallFailure(symbol) && symbol !== token.symbol)
        return notable(
          `tokens.${name}: the contract calls itself ${JSON.stringify(symbol)}.`,
          "Members will see the config's name.",
        );
      return well(`tokens.${name}: ${token.symbol}, ${token.decimals} decimals.`);
    })(),
  }));
}

function electorates(config: Config): Question[] {
  return Object.entries(config.electorates).flatMap(([name, electorate]) => {
    if (electorate.kind !== "votes") return [];
    const read = (function* (): Read<Finding> {
      const [mode, decimals] = yield [
        call(electorate.token, item("CLOCK_MODE")),
        call(electorate.token, item("decimals")),
      ];
      if (!isCallFailure(decimals) && decimals !== electorate.decimals)
        return wrong(
          `electorates.${name}: the token has ${String(decimals)} decimals, the config ${electorate.decimals}.`,
          `Set \`decimals\` to ${String(decimals)}.`,
        );
      if (isCallFailure(mode))
        return notable(`electorates.${name}: the token names no clock.`, "It is taken to count blocks.");
      return well(`electorates.${name}: the token's clock is ${String(mode)}.`);
    })();
    return [{ chain: electorate.chain, what: `electorates.${name}`, read }];
  });
}

/** Nobody holds the key of this account; what it weighs is asked to see whether weights can be read at all. */
const ANYBODY = "0x000000000000000000000000000000000000dEaD";

/** Electorates whose weights are no checkpoints: their totals and a weight, read as a vote would read them. */
function weights(config: Config, block: Block): Question[] {
  return Object.entries(config.electorates).flatMap(([name, electorate]) => {
    if (electorate.kind !== "balance" && electorate.kind !== "call") return [];
    const { excluded: _, ...source } = electorate;
    const read = (function* (): Read<Finding> {
      const { total } = yield* readStart(source, block);
      yield* readWeight(source, ANYBODY, block.number);
      return total === undefined
        ? notable(
            `electorates.${name}: weights can be read, their total cannot.`,
            "Its rules can ask for absolute weights only, not for shares of all weight.",
          )
        : well(`electorates.${name}: weights can be read; together they are ${total} smallest units.`);
    })();
    return [{ chain: electorate.chain, what: `electorates.${name}`, read }];
  });
}

/** Measured against the chain's own time: a feed is as old as it was when its block was made. */
function prices(config: Config, at: number): Question[] {
  return Object.entries(config.prices).map(([name, price]) => ({
    chain: price.chain,
    what: `prices.${name}`,
    read: (function* (): Read<Finding> {
      const seen = yield* readPrice(config, name, at);
      const age = at - seen.updatedAt;
      const what = `prices.${name}: ${seen.answer} at ${seen.decimals} decimals, updated ${age} s before that block.`;
      return freshnessOf(config, name, at, (one) => (one === name ? seen.updatedAt : at)) !== "fresh"
        ? notable(what, "That is older than its heartbeat; values will be marked stale.")
        : well(what);
    })(),
  }));
}

/** Read as a vote would read them before it opens: what is refused there is wrong here. */
function executors(config: Config): Question[] {
  return Object.keys(config.executors).map((name) => {
    const executor = findExecutor(config, name);
    const read = (function* (): Read<Finding> {
      const survey = yield* executor.survey();
      const words = Object.entries(survey).map(([what, value]) => `${what} ${value}`);
      const isUnnamed = survey["timelock"] !== undefined && executor.account === executor.address;
      const what = `executors.${name}: a ${executor.kind}, ${words.join(", ")}.`;
      if (isUnnamed)
        return notable(what, "Name its `timelock`: calls are made in its name, and its waiting would be followed.");
      return well(what);
    })();
    return { chain: executor.chain, what: `executors.${name}`, read };
  });
}

function parameters(config: Config): Question[] {
  return listParameters(config).map((ref) => ({
    chain: ref.config.chain,
    what: `parameters.${ref.id}`,
    read: (function* (): Read<Finding> {
      const raw = yield* readParameter(ref);
      return well(`parameters.${ref.id}: ${formatValue(config, ref, raw)} now.`);
    })(),
  }));
}

function item(name: "decimals" | "symbol" | "CLOCK_MODE") {
  return getAbiItem({ abi, name });
}
