import { getAbiItem } from "viem";
import { z } from "zod";
import { call, readOne } from "../../chain/call.ts";
import type { RawLog, Read } from "../../chain/chain.ts";
import { address, slug } from "../../config/fields.ts";
import { positionFields } from "./shared/position-fields.ts";
import { tokenAbi, transferFilters } from "./shared/token-abi.ts";
import { transferFlow } from "./shared/transfer-flow.ts";
import { type SeenFlow, type SeenLeg, yieldKind } from "./source.ts";

const schema = z
  .strictObject({
    kind: z.literal("balance").meta({ description: "A plain balance of a token.", example: "balance" }),
    ...positionFields,
    contract: address.meta({ description: "The token's contract." }),
    token: slug.meta({ description: "The same token's name under `tokens`.", example: "helio" }),
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
export const balance = yieldKind("balance", schema, (settings) => ({
  protocol: "Balance",
  legs: [{ leg: "", token: settings.token, kind: "held" }],
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
