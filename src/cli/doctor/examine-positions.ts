import { refuseOtherTokens } from "../../actions/yields/refuse-other-tokens.ts";
import type { Block, Chain, Chains } from "../../chain/chain.ts";
import type { Config } from "../../config/schema.ts";
import { formatAmount } from "../../core/amount.ts";
import { legLabel } from "../../core/treasury/by-position.ts";
import { listYieldSources } from "../../sources/yields/index.ts";
import type { SeenLeg, YieldSource } from "../../sources/yields/source.ts";
import { type Finding, well, wrong } from "./finding.ts";

/** Reads every position as a report would, at each chain's final block: one whose contract is not what the config says would be unknown in all of them. */
export async function examinePositions(config: Config, chains: Chains): Promise<Finding[]> {
  const sources = listYieldSources(config);
  const findings = await Promise.all(
    chains.list().map(async (chain) => {
      const mine = sources.filter((source) => source.chain === chain.id);
      const block = mine.length === 0 ? undefined : await chain.finalized().catch(() => undefined);
      return block === undefined ? [] : readAt(config, chain, block, mine);
    }),
  );
  return findings.flat();
}

async function readAt(config: Config, chain: Chain, block: Block, sources: readonly YieldSource[]): Promise<Finding[]> {
  const outcomes = await chain.readAll<readonly SeenLeg[]>(
    block,
    sources.map((source) => source.read(block)),
  );
  return sources.flatMap((source, index) => {
    const outcome = outcomes[index];
    if (outcome === undefined) return [];
    const seen = refuseOtherTokens({ config }, source, outcome);
    const name = `positions.${source.name}`;
    if (seen.ok) return [well(`${name}: ${held(config, source, seen.value)}.`)];
    const todo = "Compare its addresses, kind and tokens with the contract: no report will know what is there.";
    return [wrong(`${name}: ${seen.reason.replace(/\.$/, "")}.`, todo)];
  });
}

function held(config: Config, { legs }: YieldSource, seen: readonly SeenLeg[]): string {
  const parts = legs.map(({ leg, token }) => {
    const { symbol = token, decimals = 0 } = config.tokens[token] ?? {};
    const amount = seen.find((one) => one.leg === leg)?.amount ?? 0n;
    return legLabel(`${formatAmount(amount, decimals)} ${symbol}`, leg);
  });
  return parts.join(", ");
}
