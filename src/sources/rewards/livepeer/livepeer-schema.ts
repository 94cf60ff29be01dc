import { z } from "zod";
import { address } from "../../../config/fields.ts";
import { commonSettings, paysIn } from "../shared/settings.ts";

/** What a source that reads Livepeer needs to be told. */
export const livepeerSchema = z
  .strictObject({
    kind: z.literal("livepeer").meta({ description: "Livepeer's orchestrators.", example: "livepeer" }),
    ...commonSettings,
    token: paysIn("What a round's reward is paid in, LPT"),
    feeToken: paysIn("What fees are paid in, ETH"),
    bondingManager: address.meta({
      description: "The contract of stakes and rewards.",
      example: "0x35Bcf3c30594191d53231E4FF333E8A770453e40",
    }),
    roundsManager: address.meta({
      description:
        "The contract that begins rounds. Rewards name no round: they are of the last one that began, and what stands before the first that begins after `fromBlock` is said and not counted.",
      example: "0xdd6f56DcC28D3F5f27084381fE8Df634985cc39f",
    }),
    ticketBroker: address.meta({
      description: "The contract that redeems winning tickets.",
      example: "0xa8bB618B1520E284046F3dFc448851A1Ff26e41B",
    }),
    orchestrators: z
      .array(address)
      .prefault([])
      .meta({
        description:
          "Which orchestrators are read. Empty: all of them, so that own ones can be compared with the rest.",
        example: ["0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"],
      }),
  })
  .meta({
    description:
      "Livepeer. Counted are a round's reward, without the treasury's cut, with the part of the orchestrator's delegators, and locked in stake; fees as tickets really brought them, before the delegators' share, claimable; fees withdrawn by orchestrators, claimed. Withdrawn stake is no income. An active orchestrator without a reward in a round missed it.",
  });

/** The settings of such a source. */
export type LivepeerSettings = z.output<typeof livepeerSchema>;
