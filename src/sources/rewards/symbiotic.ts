import { getAddress, pad, parseAbi, zeroHash } from "viem";
import { z } from "zod";
import type { RawLog } from "../../chain/chain.ts";
import { address } from "../../config/fields.ts";
import { epochAt } from "../../core/rewards/epochs.ts";
import { requireEvent } from "../event-text.ts";
import { eventWords } from "../log-words.ts";
import { claimed, owedAboveClaimed } from "./shared/claimed.ts";
import { contractsOf, paidTokens, sayUnknown, tokenAt } from "./shared/paid-tokens.ts";
import { placeOf } from "./shared/place-of.ts";
import { commonSettings } from "./shared/settings.ts";
import { requireCumulative, singleTokenRewards } from "./shared/single-token-tree.ts";
import { placeOfTrees, treeSettings } from "./shared/tree-settings.ts";
import { type Decoded, rewardKind, type SeenOddity, type SeenReward, type SeenRoot } from "./source.ts";

const schema = z
  .strictObject({
    kind: z.literal("symbiotic").meta({
      description: "Symbiotic's rewards of operators: a tree for each network and token, its amounts cumulative.",
      example: "symbiotic",
    }),
    ...commonSettings,
    contract: address.meta({ description: "The contract that pays (DefaultOperatorRewards)." }),
    network: address.meta({
      description: "The network whose operators are paid; others that share the contract are left out.",
    }),
    tokens: paidTokens,
    tree: treeSettings,
  })
  .meta({
    description:
      "Rewards of a Symbiotic network's operators. Roots have no number there: `{root}` names a tree, `{epoch}` is the stretch of `epochSeconds` it was told in.",
  });

const distributed = eventWords(
  requireEvent("event DistributeRewards(address indexed network, address indexed token, uint256 amount, bytes32 root)"),
);
const paidInOf = distributed.address("token");
const rootOf = distributed.hash("root");

const paidOut = eventWords(
  requireEvent(
    "event ClaimRewards(address recipient, address indexed network, address indexed token, address indexed claimer, uint256 amount)",
  ),
);
const claimedTokenOf = paidOut.address("token");
const claimerOf = paidOut.address("claimer");
const recipientOf = paidOut.address("recipient");
const amountOf = paidOut.integer("amount");

const [claimedSoFar] = parseAbi([
  "function claimed(address network, address token, address account) view returns (uint256)",
]);

/** Symbiotic pays a network's operators; the node is the operator. */
export const symbiotic = rewardKind("symbiotic", schema, (name, settings, config) => {
  const { chain, label, contract, network, tokens, epochSeconds } = settings;
  const pays = contractsOf(tokens, config);
  return {
    ...{ name, kind: "symbiotic", chain, label, tokens, epochSeconds },
    fromBlock: BigInt(settings.fromBlock),
    filters: [{ addresses: [contract], topics: [distributed.topic, paidOut.topic], indexed: [[pad(network)]] }],
    decode: (logs): Decoded => {
      const rewards: SeenReward[] = [];
      const roots: SeenRoot[] = [];
      const oddities: SeenOddity[] = [];
      for (const log of logs) {
        const odd = (what: string) => oddities.push({ ...placeOf(log), what });
        if (paidOut.is(log)) {
          paidOut.check(log);
          const token = tokenAt(pays, claimedTokenOf(log));
          if (token === undefined)
            odd(sayUnknown(`${claimerOf(log)} claimed ${amountOf(log)} of`, claimedTokenOf(log)));
          else rewards.push(claimOf(log, token));
        } else if (distributed.is(log)) {
          distributed.check(log);
          const token = tokenAt(pays, paidInOf(log));
          if (token === undefined) odd(sayUnknown("A root was told for", paidInOf(log)));
          else if (rootOf(log) === zeroHash)
            odd(`The network took its root for ${token} away; no more can be claimed.`);
          else {
            const epoch = epochAt(log.timestamp, epochSeconds);
            roots.push({ ...placeOf(log), epoch, root: rootOf(log), distributor: contract, facts: { token } });
          }
        }
      }
      return { rewards, nodes: [], roots, oddities };
    },
    tree: {
      cumulative: true,
      place: () => placeOfTrees(settings.tree),
      tokens: ({ facts }) => [facts["token"] ?? ""],
      expected: () => ({}),
      read: (tree, { facts }) => {
        const token = facts["token"] ?? "";
        requireCumulative(tree);
        const names = pays.filter((one) => one.token === token).map((one) => one.contract);
        return { rewards: singleTokenRewards(tree, { token, formats: ["openzeppelin", "steward"], names }) };
      },
    },
    owed: ({ node, accrued }) =>
      owedAboveClaimed(
        accrued,
        pays.map(({ token, contract: paid }) => ({
          token,
          call: { address: contract, abi: claimedSoFar, args: [network, paid, getAddress(node)] },
        })),
      ),
  };
});

function claimOf(log: RawLog, token: string): SeenReward {
  return claimed(log, { account: claimerOf(log), recipient: recipientOf(log), token, amount: amountOf(log) });
}
