import { parseAbi } from "viem";
import { z } from "zod";
import { address } from "../../../config/fields.ts";
import { poolTokens } from "../shared/pool-fields.ts";
import { positionFields, protocolName } from "../shared/position-fields.ts";

/** What a pair tells of itself. */
export const pairAbi = parseAbi([
  "function getReserves() view returns (uint112 reserve0, uint112 reserve1, uint32 blockTimestampLast)",
  "function totalSupply() view returns (uint256)",
  "function kLast() view returns (uint256)",
  "function factory() view returns (address)",
  "function token0() view returns (address)",
  "function token1() view returns (address)",
  "event Mint(address indexed sender, uint256 amount0, uint256 amount1)",
  "event Burn(address indexed sender, uint256 amount0, uint256 amount1, address indexed to)",
]);

/** Whom a factory's pairs pay the protocol's share to; nobody is the zero address. */
export const factoryAbi = parseAbi(["function feeTo() view returns (address)"]);

const fraction = z
  .string()
  .regex(/^\d{1,6}\/[1-9]\d{0,5}$/, 'must be a fraction such as "1/6"')
  .transform((text) => {
    const [part = "0", whole = "1"] = text.split("/");
    return { part: BigInt(part), whole: BigInt(whole) };
  })
  .refine(({ part, whole }) => part < whole, "must be less than 1");

/** What a position in a pair needs to be told. */
export const pairSchema = z
  .strictObject({
    kind: z.literal("uniswap-v2").meta({
      description: "Shares of a pair of Uniswap v2, SushiSwap, PancakeSwap v2 or another of their kind.",
      example: "uniswap-v2",
    }),
    ...positionFields,
    protocol: protocolName("Uniswap v2", { description: "Whose pair it is.", example: "SushiSwap" }),
    pair: address.meta({ description: "The pair, which is its shares' token as well." }),
    tokens: poolTokens,
    protocolFee: fraction.prefault("1/6").meta({
      description:
        "The part of the fees that the protocol takes while its factory names somebody to pay: `1/6` at Uniswap v2 and SushiSwap, `8/25` at PancakeSwap v2.",
      example: "1/6",
    }),
    fromBlock: z.int().nonnegative().default(0).meta({
      description: "The block the shares were first bought in; all payments into the pair since are looked through.",
      example: 0,
    }),
  })
  .meta({
    description:
      "A position in a pair of tokens: what its shares would be paid out as. Income is what the fees have grown the shares by; what the price has turned of one token into the other is none. Gifts to the pair, and tokens that grow by themselves, look like fees to it.",
  });
