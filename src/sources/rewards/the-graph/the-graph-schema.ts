import { z } from "zod";
import { address } from "../../../config/fields.ts";
import { commonSettings, paysIn } from "../shared/settings.ts";

const FOUR_WEEKS = 2_419_200;

/** What a source that reads The Graph's indexers needs to be told. */
export const theGraphSchema = z
  .strictObject({
    kind: z.literal("the-graph").meta({ description: "The Graph's indexers.", example: "the-graph" }),
    ...commonSettings,
    epochSeconds: z.int().positive().default(FOUR_WEEKS).meta({
      description:
        "How often an indexer is expected to collect, in seconds. Half of the network's events name no epoch, so that all of them are counted in stretches of this length. Default: four weeks, after which an allocation goes stale.",
      example: FOUR_WEEKS,
    }),
    token: paysIn("What indexers earn, GRT"),
    rewardsManager: address.meta({
      description: "The contract that mints rewards.",
      example: "0x971B9d3d0Ae3ECa029CAB5eA1fB0F72c85e6a525",
    }),
    staking: address.meta({
      description: "The contract of stakes, which on Arbitrum is the same before and since Horizon.",
      example: "0x00669A4CF01450B64E8A2A20E9b1FCB71E61eF03",
    }),
    subgraphService: address.optional().meta({
      description: "Since Horizon: the contract that splits rewards between indexers and their delegators.",
      example: "0xb2Bb92d0DE618878E438b55D5846cfecD9301105",
    }),
    payments: address.optional().meta({
      description:
        "Since Horizon: the contract that pays fees. It tells what an indexer itself gets of them; without it, fees are counted before the protocol's tax and the delegators' part.",
      example: "0x7Aae8ae011927BC36Cb4d0d3e81f2E6E30daE06D",
    }),
    indexers: z
      .array(address)
      .prefault([])
      .meta({
        description: "Which indexers are read. Empty: all of them, so that own ones can be compared with the rest.",
        example: ["0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"],
      }),
  })
  .refine(({ payments, subgraphService }) => payments === undefined || subgraphService !== undefined, {
    path: ["payments"],
    message: "needs `subgraphService` beside it: fees of other services are not an indexer's of subgraphs",
  })
  .meta({
    description:
      "The Graph, before and since Horizon. Of indexing rewards the indexer's own part is counted, once, whoever tells it; where an older contract pays it out of its stake, the delegators' part cannot be told apart and is counted too. What goes back into stake is locked, the rest paid. Denied rewards are said.",
  });

/** The settings of such a source. */
export type TheGraphSettings = z.output<typeof theGraphSchema>;
