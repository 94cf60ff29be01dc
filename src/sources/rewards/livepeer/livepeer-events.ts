import { parseAbiItem } from "viem";
import type { LogFilter } from "../../../chain/chain.ts";
import { eventWords } from "../../log-words.ts";
import { topicOf } from "../../topic-of.ts";
import type { LivepeerSettings } from "./livepeer-schema.ts";

const newRound = eventWords(parseAbiItem("event NewRound(uint256 indexed round, bytes32 blockHash)"));
const reward = eventWords(parseAbiItem("event Reward(address indexed transcoder, uint256 amount)"));
const treasury = eventWords(
  parseAbiItem("event TreasuryReward(address indexed transcoder, address treasury, uint256 amount)"),
);
const update = eventWords(
  parseAbiItem("event TranscoderUpdate(address indexed transcoder, uint256 rewardCut, uint256 feeShare)"),
);
const joined = eventWords(
  parseAbiItem("event TranscoderActivated(address indexed transcoder, uint256 activationRound)"),
);
const left = eventWords(
  parseAbiItem("event TranscoderDeactivated(address indexed transcoder, uint256 deactivationRound)"),
);
const slashed = eventWords(
  parseAbiItem(
    "event TranscoderSlashed(address indexed transcoder, address finder, uint256 penalty, uint256 finderReward)",
  ),
);
const withdrawn = eventWords(
  parseAbiItem("event WithdrawFees(address indexed delegator, address recipient, uint256 amount)"),
);
const transferred = eventWords(
  parseAbiItem("event WinningTicketTransfer(address indexed sender, address indexed recipient, uint256 amount)"),
);
const redeemed = eventWords(
  parseAbiItem(
    "event WinningTicketRedeemed(address indexed sender, address indexed recipient, uint256 faceValue, uint256 winProb, uint256 senderNonce, uint256 recipientRand, bytes auxData)",
  ),
);

/** Livepeer's events, each with readers of what is needed of it. */
export const livepeerEvents = {
  newRound: { words: newRound, round: newRound.integer("round") },
  reward: { words: reward, node: reward.address("transcoder"), amount: reward.integer("amount") },
  treasury: { words: treasury, node: treasury.address("transcoder"), amount: treasury.integer("amount") },
  update: {
    words: update,
    node: update.address("transcoder"),
    rewardCut: update.integer("rewardCut"),
    feeShare: update.integer("feeShare"),
  },
  joined: { words: joined, node: joined.address("transcoder") },
  left: { words: left, node: left.address("transcoder") },
  slashed: { words: slashed, node: slashed.address("transcoder"), amount: slashed.integer("penalty") },
  withdrawn: {
    words: withdrawn,
    node: withdrawn.address("delegator"),
    recipient: withdrawn.address("recipient"),
    amount: withdrawn.integer("amount"),
  },
  transferred: {
    words: transferred,
    sender: transferred.address("sender"),
    node: transferred.address("recipient"),
    amount: transferred.integer("amount"),
  },
  redeemed: {
    words: redeemed,
    sender: redeemed.address("sender"),
    node: redeemed.address("recipient"),
    amount: redeemed.integer("faceValue"),
  },
};

/** Where they are asked for; what names an orchestrator, of those in the config only, where it names any. */
export function livepeerFilters(settings: LivepeerSettings): LogFilter[] {
  const { bondingManager, roundsManager, ticketBroker, orchestrators } = settings;
  const own = orchestrators.length === 0 ? undefined : orchestrators.map(topicOf);
  const { newRound: round, transferred: moved, redeemed: ticket, ...bonding } = livepeerEvents;
  const topics = Object.values(bonding).map(({ words }) => words.topic);
  return [
    { addresses: [roundsManager], topics: [round.words.topic] },
    { addresses: [bondingManager], topics, ...(own && { indexed: [own] }) },
    {
      addresses: [ticketBroker],
      topics: [moved, ticket].map(({ words }) => words.topic),
      ...(own && { indexed: [undefined, own] }),
    },
  ];
}
