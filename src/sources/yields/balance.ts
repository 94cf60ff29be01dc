import { type Address, getAbiItem } from "viem";
import { z } from "zod";
import { call, readOne } from "../../chain/call.ts";
import type { RawLog, Read } from "../../chain/chain.ts";
import { address, chainId, slug } from "../../config/fields.ts";
import { decodeLog } from "../event-text.ts";
import { type SeenFlow, type SeenLeg, yieldKind } from "./source.ts";
import { tokenAbi, transfer, transferFilters } from "./token-abi.ts";

const schema = z
  .strictObject({
    kind: z.literal("balance").meta({ description: "A plain balance of a token.", example: "balance" }),
    chain: chainId.meta({ description: "The chain it lives on." }),
    label: z.string().min(1).max(40).meta({ description: "What members see.", example: "Treasury HELIO" }),
    contract: address.meta({ description: "The token's contract." }),
    holder: address.meta({ description: "The treasury's account that holds it." }),
    token: slug.meta({ description: "The same token's name under `tokens`.", example: "helio" }),
    fromBlock: z
      .int()
      .nonnegative()
      .default(0)
      .meta({ description: "The first block to look for movements in.", example: 0 }),
  })
  .meta({
    description: "A token held as it is: what comes and goes is principal; only what it grows by itself is income.",
  });

/** A token balance; its flows are the token's own transfers from and to the holder. */
export const balance = yieldKind("balance", schema, (name, settings) => ({
  name,
  kind: "balance",
  chain: settings.chain,
  label: settings.label,
  protocol: "Balance",
  legs: [{ leg: "", token: settings.token, kind: "held" }],
  fromBlock: BigInt(settings.fromBlock),
  read: () => readBalance(settings.contract, settings.holder),
  filters: transferFilters(settings.contract, settings.holder),
  decode: (logs) => logs.flatMap((log) => flowOf(log, settings.holder)),
}));

function* readBalance(token: Address, holder: Address): Read<SeenLeg[]> {
  const amount = yield* readOne<bigint>(call(token, getAbiItem({ abi: tokenAbi, name: "balanceOf" }), holder));
  return [{ leg: "", amount }];
}

function flowOf(log: RawLog, holder: Address): SeenFlow[] {
  const { from, to, value } = decodeLog(transfer, log) as { from: Address; to: Address; value: bigint };
  // A transfer to oneself moves nothing, and nothing is not a flow.
  if (from === to || value === 0n) return [];
  return [
    {
      leg: "",
      direction: to === holder ? "in" : "out",
      amount: value,
      transaction: log.transactionHash,
      logIndex: log.logIndex,
      block: log.blockNumber,
      at: log.timestamp,
    },
  ];
}
