import { getAddress, parseAbi } from "viem";
import { z } from "zod";
import { address } from "../../config/fields.ts";
import type { RewardTree } from "../../core/rewards/merkle/tree.ts";
import { requireEvent } from "../event-text.ts";
import { eventWords } from "../log-words.ts";
import { claimed, owedAboveClaimed } from "./shared/claimed.ts";
import { contractsOf, type PaidToken, paidTokens, sayUnknown, tokenAt } from "./shared/paid-tokens.ts";
import { placeOf } from "./shared/place-of.ts";
import { commonSettings } from "./shared/settings.ts";
import { requireFormat } from "./shared/single-token-tree.ts";
import { placeOfTrees, treeSettings } from "./shared/tree-settings.ts";
import {
  type Decoded,
  type OddInTree,
  rewardKind,
  type SeenOddity,
  type SeenReward,
  type SeenRoot,
  type TreeReward,
  type WithdrawnRoot,
} from "./source.ts";

const schema = z
  .strictObject({
    kind: z.literal("eigenlayer").meta({
      description:
        "EigenLayer's rewards: trees of many tokens, their amounts cumulative, each counting from a time on.",
      example: "eigenlayer",
    }),
    ...commonSettings,
    contract: address.meta({ description: "The RewardsCoordinator." }),
    tokens: paidTokens,
    tree: treeSettings,
  })
  .meta({
    description:
      "Rewards of EigenLayer's earners, from files of claims against each root (one claim, or a list of them); `{epoch}` is the root's index. What is not shown is not known.",
  });

const submitted = eventWords(
  requireEvent(
    "event DistributionRootSubmitted(uint32 indexed rootIndex, bytes32 indexed root, uint32 indexed rewardsCalculationEndTimestamp, uint32 activatedAt)",
  ),
);
const indexOf = submitted.integer("rootIndex");
const rootOf = submitted.hash("root");
const activatedAtOf = submitted.integer("activatedAt");

const disabled = eventWords(requireEvent("event DistributionRootDisabled(uint32 indexed rootIndex)"));
const disabledOf = disabled.integer("rootIndex");

const paidOut = eventWords(
  requireEvent(
    "event RewardsClaimed(bytes32 root, address indexed earner, address indexed claimer, address indexed recipient, address token, uint256 claimedAmount)",
  ),
);
const earnerOf = paidOut.address("earner");
const recipientOf = paidOut.address("recipient");
const tokenOf = paidOut.address("token");
const amountOf = paidOut.integer("claimedAmount");

const [cumulativeClaimed] = parseAbi([
  "function cumulativeClaimed(address earner, address token) view returns (uint256)",
]);

/** EigenLayer pays stakers and operators; the node is the earner. */
export const eigenlayer = rewardKind("eigenlayer", schema, (name, settings, config) => {
  const { chain, label, contract, tokens, epochSeconds } = settings;
  const pays = contractsOf(tokens, config);
  return {
    ...{ name, kind: "eigenlayer", chain, label, tokens, epochSeconds },
    fromBlock: BigInt(settings.fromBlock),
    filters: [{ addresses: [contract], topics: [submitted.topic, disabled.topic, paidOut.topic] }],
    decode: (logs): Decoded => {
      const rewards: SeenReward[] = [];
      const roots: SeenRoot[] = [];
      const withdrawn: WithdrawnRoot[] = [];
      const oddities: SeenOddity[] = [];
      for (const log of logs) {
        if (paidOut.is(log)) {
          paidOut.check(log);
          const [account, paid, amount] = [earnerOf(log), tokenOf(log), amountOf(log)];
          const token = tokenAt(pays, paid);
          if (token !== undefined) rewards.push(claimed(log, { account, recipient: recipientOf(log), token, amount }));
          else oddities.push({ ...placeOf(log), what: sayUnknown(`${account} claimed ${amount} of`, paid) });
        } else if (submitted.is(log)) {
          submitted.check(log);
          const facts = { activeAt: String(activatedAtOf(log)) };
          const root = { epoch: Number(indexOf(log)), root: rootOf(log), distributor: contract, facts };
          roots.push({ ...placeOf(log), ...root });
        } else if (disabled.is(log)) {
          disabled.check(log);
          const epoch = Number(disabledOf(log));
          withdrawn.push({ epoch, why: `The network took root ${epoch} back before it counted.` });
        }
      }
      return { rewards, nodes: [], roots, withdrawn, oddities };
    },
    tree: {
      cumulative: true,
      place: () => placeOfTrees(settings.tree),
      tokens: () => tokens,
      expected: ({ epoch }) => ({ epoch }),
      read: (tree) => readEarners(tree, pays),
    },
    owed: ({ node, accrued }) =>
      owedAboveClaimed(
        accrued,
        pays.map(({ token, contract: paid }) => ({
          token,
          call: { address: contract, abi: cumulativeClaimed, args: [getAddress(node), paid] },
        })),
      ),
  };
});

function readEarners(tree: RewardTree, pays: readonly PaidToken[]) {
  requireFormat(tree, ["eigenlayer"]);
  const rewards: TreeReward[] = [];
  const odd = new Map<string, OddInTree>();
  for (const { account, amounts } of tree.leaves)
    for (const entry of amounts) {
      const paid = getAddress(entry.token);
      const token = tokenAt(pays, paid);
      if (token !== undefined) rewards.push({ node: account, recipient: account, token, amount: entry.amount });
      else odd.set(paid, { about: `token:${paid}`, what: sayUnknown("A tree pays in", paid) });
    }
  return { rewards, odd: [...odd.values()] };
}
