import { z } from "zod";
import { address } from "../../../config/fields.ts";
import { commonSettings, paysIn } from "../shared/settings.ts";

const WALLET = "0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

/** What a source that reads plain payments of a token needs to be told. */
export const transferSchema = z
  .strictObject({
    kind: z
      .literal("transfer")
      .meta({ description: "Rewards that are plain payments of a token.", example: "transfer" }),
    ...commonSettings,
    token: paysIn("What it pays in"),
    distributors: z
      .array(address)
      .min(1)
      .meta({
        description: "Who pays: what any other account sends is no reward.",
        example: ["0xbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"],
      }),
    nodes: z
      .record(z.string().min(1).max(60), z.array(address).min(1))
      .prefault({})
      .meta({
        description:
          "The community's own nodes: by its name, the wallets each is paid to. What others send to these is said and not counted. A wallet that is not listed is a node by its address.",
        example: { "roof-1": [WALLET] },
      }),
    ownWallets: z
      .array(address)
      .prefault([])
      .meta({
        description: "More accounts of the community, besides `treasury`, whose payments to nodes need no word.",
        example: ["0xcccccccccccccccccccccccccccccccccccccccc"],
      }),
  })
  .superRefine(({ nodes }, context) => {
    const known = new Map<string, string>();
    for (const [name, wallets] of Object.entries(nodes))
      for (const wallet of wallets) {
        const other = known.get(wallet);
        const message = `the wallet ${wallet} is already that of "${other}"`;
        if (other !== undefined) context.addIssue({ code: "custom", path: ["nodes", name], message });
        known.set(wallet, name);
      }
  })
  .meta({ description: "Rewards that official distributors simply send: GEODNET and networks like it." });

/** The settings of such a source. */
export type TransferSettings = z.output<typeof transferSchema>;
