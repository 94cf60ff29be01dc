import { parseAbi } from "viem";
import { z } from "zod";
import type { RawLog } from "../../chain/chain.ts";
import { address } from "../../config/fields.ts";
import { requireEvent } from "../event-text.ts";
import { eventWords } from "../log-words.ts";
import { claimed, owedAboveClaimed } from "./shared/claimed.ts";
import { contractsOf } from "./shared/paid-tokens.ts";
import { placeOf } from "./shared/place-of.ts";
import { commonSettings, paysIn } from "./shared/settings.ts";
import { requireCumulative, singleTokenRewards } from "./shared/single-token-tree.ts";
import { placeOfTrees, treeSettings } from "./shared/tree-settings.ts";
import { type Decoded, rewardKind, type SeenOddity, type SeenReward, type SeenRoot } from "./source.ts";

const schema = z
  .strictObject({
    kind: z
      .literal("weatherxm")
      .meta({ description: "WeatherXM's reward pool: a tree each day, its amounts cumulative.", example: "weatherxm" }),
    ...commonSettings,
    contract: address.meta({ description: "The reward pool." }),
    token: paysIn("What it pays in"),
    tree: treeSettings,
  })
  .meta({ description: "Rewards of WeatherXM's trees; `{epoch}` is the cycle." });

const submitted = eventWords(requireEvent("event SubmittedRootHash(uint256 cycle, bytes32 root)"));
const cycleOf = submitted.integer("cycle");
const rootOf = submitted.hash("root");

const paidOut = eventWords(requireEvent("event Claimed(address indexed account, uint256 amount)"));
const accountOf = paidOut.address("account");
const amountOf = paidOut.integer("amount");

const [claims] = parseAbi(["function claims(address account) view returns (uint256)"]);

/** WeatherXM pays whoever owns stations; the node is the account that may claim. */
export const weatherxm = rewardKind("weatherxm", schema, (name, settings, config) => {
  const { chain, label, contract, token, epochSeconds } = settings;
  const names = contractsOf([token], config).map(({ contract }) => contract);
  return {
    ...{ name, kind: "weatherxm", chain, label, tokens: [token], epochSeconds },
    fromBlock: BigInt(settings.fromBlock),
    filters: [{ addresses: [contract], topics: [submitted.topic, paidOut.topic] }],
    decode: (logs): Decoded => {
      const rewards: SeenReward[] = [];
      const roots: SeenRoot[] = [];
      const oddities: SeenOddity[] = [];
      for (const log of logs) {
        if (paidOut.is(log)) {
          paidOut.check(log);
          rewards.push(claimed(log, { account: accountOf(log), token, amount: amountOf(log) }));
        } else if (submitted.is(log)) {
          const epoch = cycleBefore(log);
          if (epoch !== undefined)
            roots.push({ ...placeOf(log), epoch, root: rootOf(log), distributor: contract, facts: {} });
          else
            oddities.push({ ...placeOf(log), what: `A root is said to be of cycle ${cycleOf(log)}; it is not read.` });
        }
      }
      return { rewards, nodes: [], roots, oddities };
    },
    tree: {
      cumulative: true,
      place: () => placeOfTrees(settings.tree),
      tokens: () => [token],
      expected: ({ epoch }) => ({ epoch }),
      read: (tree) => {
        requireCumulative(tree);
        return { rewards: singleTokenRewards(tree, { token, formats: ["openzeppelin", "steward"], names }) };
      },
    },
    owed: ({ node, accrued }) =>
      owedAboveClaimed(accrued, [{ token, call: { address: contract, abi: claims, args: [node] } }]),
  };
});

/** The contract counts on before it tells: the root stands under the number before the one it says. */
function cycleBefore(log: RawLog): number | undefined {
  submitted.check(log);
  const cycle = Number(cycleOf(log)) - 1;
  return Number.isSafeInteger(cycle) && cycle >= 0 ? cycle : undefined;
}
