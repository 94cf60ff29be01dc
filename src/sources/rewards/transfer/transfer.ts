import { type Address, parseAbiItem, zeroAddress } from "viem";
import type { LogFilter, RawLog } from "../../../chain/chain.ts";
import { formatAmount } from "../../../core/amount.ts";
import { eventWords } from "../../log-words.ts";
import { topicOf } from "../../topic-of.ts";
import { placeOf } from "../shared/place-of.ts";
import { requireToken } from "../shared/require-token.ts";
import { type Decoded, rewardKind, type SeenOddity, type SeenReward, type Surroundings } from "../source.ts";
import { type TransferSettings, transferSchema } from "./transfer-schema.ts";

const words = eventWords(parseAbiItem("event Transfer(address indexed from, address indexed to, uint256 value)"));
const [fromOf, toOf, amountOf] = [words.address("from"), words.address("to"), words.integer("value")];

/** Where tokens go to be destroyed. */
const BURNT: readonly Address[] = [zeroAddress, "0x000000000000000000000000000000000000dEaD"];

/** A network without a contract that tells rewards: its distributors send the token, and that is all there is to see. */
export const transfer = rewardKind("transfer", transferSchema, (name, settings, config) => ({
  name,
  kind: "transfer",
  chain: settings.chain,
  label: settings.label,
  tokens: [settings.token],
  fromBlock: BigInt(settings.fromBlock),
  epochSeconds: settings.epochSeconds,
  filters: filtersOf(settings, requireToken(config, settings.token).address),
  decode: createDecoder(settings, config),
}));

/** Only the token's own contract is asked, and only for these senders and wallets: what spam tokens say never comes this way. */
function filtersOf({ distributors, nodes }: TransferSettings, token: Address): LogFilter[] {
  const base = { addresses: [token], topics: [words.topic] };
  const wallets = Object.values(nodes).flat();
  const paid = { ...base, indexed: [distributors.map(topicOf)] };
  return wallets.length === 0 ? [paid] : [paid, { ...base, indexed: [undefined, wallets.map(topicOf)] }];
}

function createDecoder(settings: TransferSettings, config: Surroundings): (logs: readonly RawLog[]) => Decoded {
  const { token, distributors, nodes, ownWallets } = settings;
  const { symbol, decimals } = requireToken(config, token);
  const payers = new Set<Address>(distributors);
  const nobody = new Set<Address>([...distributors, ...BURNT]);
  const listed = new Map(
    Object.entries(nodes).flatMap(([node, wallets]) => wallets.map((wallet) => [wallet, node] as const)),
  );
  const treasury = config.treasury.filter(({ chain }) => chain === settings.chain).map(({ address }) => address);
  const own = new Set<Address>([...ownWallets, ...treasury, ...listed.keys()]);
  const oddity = (log: RawLog, from: Address, node: string): SeenOddity => ({
    ...placeOf(log),
    what: `${formatAmount(amountOf(log), decimals)} ${symbol} from ${from} to node ${node}: not a distributor of this source; not counted.`,
  });
  return (logs) => {
    const rewards: SeenReward[] = [];
    const oddities: SeenOddity[] = [];
    for (const log of logs) {
      if (!words.is(log)) continue;
      words.check(log);
      const [from, recipient, amount] = [fromOf(log), toOf(log), amountOf(log)];
      // Anybody may "send" nothing in anybody's name; what distributors send one another, or destroy, reaches no node.
      if (amount === 0n || from === recipient || nobody.has(recipient)) continue;
      const node = listed.get(recipient);
      if (payers.has(from)) {
        rewards.push({
          ...placeOf(log),
          ...{ node: node ?? recipient, recipient, token, amount, kind: "paid", epoch: undefined, part: 0 },
        });
      } else if (node !== undefined && !own.has(from)) oddities.push(oddity(log, from, node));
    }
    return { rewards, nodes: [], oddities };
  };
}
