import { getAbiItem } from "viem";
import { z } from "zod";
import { call, readOne } from "../../chain/call.ts";
import type { RawLog, Read } from "../../chain/chain.ts";
import { address, chainId, slug } from "../../config/fields.ts";
import { type SeenFlow, type SeenLeg, yieldKind } from "./source.ts";
import { tokenAbi, transferFilters } from "./token-abi.ts";
import { transferFlow } from "./transfer-flow.ts";

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
    rebases: z.boolean().default(false).meta({
      description:
        "Whether its balances change without transfers, as those of rebasing tokens do: such a change is then income. Of any other token it is unexplained.",
      example: false,
    }),
  })
  .meta({
    description: "A token held as it is: what comes and goes is principal, and it earns nothing unless it rebases.",
  });

type Balance = z.output<typeof schema>;

/** A token balance; its flows are the token's own transfers from and to the holder. It is its own share, unless it rebases. */
export const balance = yieldKind("balance", schema, (name, settings) => ({
  name,
  kind: "balance",
  chain: settings.chain,
  label: settings.label,
  protocol: "Balance",
  legs: [{ leg: "", token: settings.token, kind: "held" }],
  fromBlock: BigInt(settings.fromBlock),
  read: () => readBalance(settings),
  filters: transferFilters(settings.contract, settings.holder),
  decode: (logs) => logs.flatMap((log) => flowOf(log, settings)),
}));

function* readBalance({ contract, holder, rebases }: Balance): Read<SeenLeg[]> {
  const amount = yield* readOne<bigint>(call(contract, getAbiItem({ abi: tokenAbi, name: "balanceOf" }), holder));
  return [{ leg: "", contract, amount, ...(rebases ? {} : { shares: amount }) }];
}

function flowOf(log: RawLog, { holder, rebases }: Balance): SeenFlow[] {
  const flows = transferFlow(log, holder);
  return rebases ? flows.map(({ shares: _, ...flow }) => flow) : flows;
}
