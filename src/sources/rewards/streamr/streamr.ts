import { type Address, parseAbiItem } from "viem";
import type { LogFilter, RawLog } from "../../../chain/chain.ts";
import { formatAmount } from "../../../core/amount.ts";
import { formatFraction } from "../../../core/decimal.ts";
import { eventLayouts } from "../../event-layouts.ts";
import { eventWords } from "../../log-words.ts";
import { topicOf } from "../../topic-of.ts";
import { placeOf } from "../shared/place-of.ts";
import { requireToken } from "../shared/require-token.ts";
import { type Decoded, rewardKind, type SeenNode, type SeenOddity, type SeenReward, type SeenTerm } from "../source.ts";
import { operatorOwed } from "./streamr-owed.ts";
import { type StreamrSettings, streamrSchema } from "./streamr-schema.ts";

// Since October 2023 amounts stand in topics; operators made before keep theirs in the data, under the same topic hash.
const profit = eventLayouts(
  "event Profit(uint256 valueIncreaseWei, uint256 indexed operatorsCutDataWei, uint256 indexed protocolFeeDataWei)",
  "event Profit(uint256 valueIncreaseWei, uint256 operatorsCutDataWei, uint256 protocolFeeDataWei)",
);
const metadata = eventLayouts(
  "event MetadataUpdated(string metadataJsonString, address indexed operatorAddress, uint256 indexed operatorsCutFraction)",
  "event MetadataUpdated(string metadataJsonString, address indexed operatorAddress, uint256 operatorsCutFraction)",
);
const loss = eventWords(parseAbiItem("event Loss(uint256 valueDecreaseWei)"));
const slashed = eventWords(
  parseAbiItem(
    "event OperatorSlashed(uint256 slashingAmountDataWei, uint256 slashingAmountInOperatorTokensWei, uint256 actuallySlashedInOperatorTokensWei)",
  ),
);
const made = eventWords(
  parseAbiItem("event NewOperator(address indexed operatorAddress, address indexed operatorContractAddress)"),
);

const cutOf = profit.integer("operatorsCutDataWei");
const lossOf = loss.integer("valueDecreaseWei");
const termOf = { owner: metadata.address("operatorAddress"), cut: metadata.integer("operatorsCutFraction") };
const ownerOf = { owner: made.address("operatorAddress"), contract: made.address("operatorContractAddress") };
const slashOf = {
  money: slashed.integer("slashingAmountDataWei"),
  due: slashed.integer("slashingAmountInOperatorTokensWei"),
  burnt: slashed.integer("actuallySlashedInOperatorTokensWei"),
};

/** Operators of Streamr, each a contract of its own. */
export const streamr = rewardKind("streamr", streamrSchema, (name, settings, config) => {
  const { operators, token } = settings;
  const names = new Map<Address, string>(Object.entries(operators).map(([node, contract]) => [contract, node]));
  const { symbol, decimals } = requireToken(config, token);
  const lessThanStaked = (log: RawLog, node: string): SeenOddity => ({
    ...placeOf(log),
    what: `Operator ${node} took ${formatAmount(lossOf(log), decimals)} ${symbol} less out of a sponsorship than it had staked there; what its owner bore of that was counted when it was slashed.`,
  });
  return {
    name,
    kind: "streamr",
    chain: settings.chain,
    label: settings.label,
    tokens: [token],
    fromBlock: BigInt(settings.fromBlock),
    epochSeconds: settings.epochSeconds,
    filters: filtersOf(settings),
    decode: (logs): Decoded => {
      const rewards: SeenReward[] = [];
      const nodes: SeenNode[] = [];
      const terms: SeenTerm[] = [];
      const oddities: SeenOddity[] = [];
      for (const log of logs) {
        const node = names.get(log.address);
        const owned = made.is(log) ? ownerOfLog(log, names) : undefined;
        if (owned) nodes.push(owned);
        if (node === undefined) continue;
        const money = moneyOf(log);
        if (money && money.amount > 0n)
          rewards.push({ ...placeOf(log), ...money, node, recipient: log.address, token, epoch: undefined, part: 0 });
        else if (metadata.is(log)) terms.push(cutTerm(log, node));
        else if (loss.is(log)) {
          loss.check(log);
          oddities.push(lessThanStaked(log, node));
        }
      }
      return { rewards, nodes, terms, oddities };
    },
    owed: function* ({ node }) {
      const operator = operators[node];
      return operator === undefined ? [] : yield* operatorOwed(operator, token);
    },
  };
});

function filtersOf({ operators, factory }: StreamrSettings): LogFilter[] {
  const contracts = Object.values(operators);
  const own = { addresses: contracts, topics: [profit, loss, slashed, metadata].map(({ topic }) => topic) };
  if (factory === undefined) return [own];
  return [own, { addresses: [factory], topics: [made.topic], indexed: [undefined, contracts.map(topicOf)] }];
}

/**
 * What of a log's money is the owner's: its cut, and what was burnt of its own stake. A slash beyond its stake falls on its
 * delegators, so that of the slash only the share that was burnt is its loss, rounded down. `Loss` tells the same slash again when the rest of
 * a stake comes back, and is no further loss.
 */
function moneyOf(log: RawLog): Pick<SeenReward, "amount" | "kind"> | undefined {
  if (profit.is(log)) {
    profit.check(log);
    return { amount: cutOf(log), kind: "locked" };
  }
  if (!slashed.is(log)) return undefined;
  slashed.check(log);
  const [money, due, burnt] = [slashOf.money(log), slashOf.due(log), slashOf.burnt(log)];
  return { amount: burnt >= due ? money : (money * burnt) / due, kind: "lost" };
}

function cutTerm(log: RawLog, node: string): SeenTerm {
  metadata.check(log);
  const value = `${formatFraction(termOf.cut(log), 10n ** 16n, 16)} %`;
  return { ...placeOf(log), node, owner: termOf.owner(log), term: "operator's cut", value, part: 0 };
}

function ownerOfLog(log: RawLog, names: ReadonlyMap<Address, string>): SeenNode | undefined {
  made.check(log);
  const node = names.get(ownerOf.contract(log));
  if (node === undefined) return undefined;
  const nothing = { region: undefined, class: undefined };
  return { change: "registered", node, owner: ownerOf.owner(log), ...nothing, at: log.timestamp };
}
