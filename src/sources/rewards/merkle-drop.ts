import { type Address, type Hex, isAddressEqual, parseAbi } from "viem";
import { z } from "zod";
import { call, readOne } from "../../chain/call.ts";
import type { RawLog } from "../../chain/chain.ts";
import { address } from "../../config/fields.ts";
import { Refusal } from "../../errors.ts";
import { requireEvent } from "../event-text.ts";
import { eventWords } from "../log-words.ts";
import { claimed } from "./shared/claimed.ts";
import { commonSettings, paysIn } from "./shared/settings.ts";
import { singleTokenRewards } from "./shared/single-token-tree.ts";
import { placeOfTrees, treeSettings } from "./shared/tree-settings.ts";
import { type QuietRoot, rewardKind } from "./source.ts";

const drop = z.strictObject({
  contract: address.meta({ description: "The drop's contract." }),
  tree: treeSettings,
  epoch: z.int().nonnegative().meta({ description: "The epoch that it pays for; a number of yours.", example: 1 }),
  block: z
    .int()
    .nonnegative()
    .meta({ description: "The block it was deployed in: what it pays counts from then.", example: 250000000 }),
});

const schema = z
  .strictObject({
    kind: z.literal("merkle-drop").meta({
      description: "Drops as Uniswap's MerkleDistributor makes them: a contract for each, whose root never changes.",
      example: "merkle-drop",
    }),
    ...commonSettings,
    oneOff: z.boolean().default(true).meta({
      description:
        "Whether what it pays comes once and not again and again: reports say it apart from recurring income. Default: it does.",
      example: true,
    }),
    token: paysIn("What they pay in"),
    drops: z
      .array(drop)
      .min(1)
      .superRefine((drops, context) => {
        const contracts = drops.map(({ contract }) => contract);
        const twice = contracts.find((contract, index) => contracts.indexOf(contract) !== index);
        if (twice) context.addIssue({ code: "custom", message: `names the drop ${twice} twice` });
      })
      .meta({
        description: "The drops, one contract each.",
        example: [
          {
            contract: "0x9999999999999999999999999999999999999999",
            tree: { file: "./trees/drop-1.json" },
            epoch: 1,
            block: 250000000,
          },
        ],
      }),
  })
  .meta({ description: "Rewards of merkle drops." });

const paidOut = eventWords(requireEvent("event Claimed(uint256 index, address account, uint256 amount)"));
const accountOf = paidOut.address("account");
const amountOf = paidOut.integer("amount");

const [merkleRoot] = parseAbi(["function merkleRoot() view returns (bytes32)"]);

/** Drops of one token; the node is the account that may claim. */
export const merkleDrop = rewardKind("merkle-drop", schema, (name, settings) => {
  const { chain, label, token, drops, epochSeconds } = settings;
  const find = (contract: Address) => drops.find((one) => isAddressEqual(one.contract, contract));
  const requireDrop = (contract: Address) => {
    const found = find(contract);
    if (found) return found;
    throw new Refusal(`The drop ${contract} is in the config no more.`);
  };
  const claim = (log: RawLog) => {
    paidOut.check(log);
    const epoch = find(log.address)?.epoch;
    return claimed(log, {
      account: accountOf(log),
      token,
      amount: amountOf(log),
      ...(epoch !== undefined && { epoch }),
    });
  };
  return {
    ...{ name, kind: "merkle-drop", chain, label, tokens: [token], epochSeconds },
    fromBlock: BigInt(settings.fromBlock),
    filters: [{ addresses: drops.map(({ contract }) => contract), topics: [paidOut.topic] }],
    decode: (logs) => ({ rewards: logs.filter(paidOut.is).map(claim), nodes: [] }),
    quietRoots: drops.map(({ contract, epoch, block }) => quietRoot(contract, epoch, BigInt(block))),
    tree: {
      cumulative: false,
      place: ({ distributor }) => placeOfTrees(requireDrop(distributor).tree),
      tokens: () => [token],
      expected: () => ({}),
      read: (tree) => ({ rewards: singleTokenRewards(tree, { token, formats: ["uniswap"], names: [] }) }),
    },
  };
});

function quietRoot(distributor: Address, epoch: number, block: bigint): QuietRoot {
  return { distributor, epoch, block, facts: {}, read: () => readOne<Hex>(call(distributor, merkleRoot)) };
}
