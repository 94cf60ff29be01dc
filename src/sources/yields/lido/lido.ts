import { type AbiEvent, type AbiFunction, getAbiItem, isAddressEqual, parseAbi } from "viem";
import { z } from "zod";
import { call, readOne } from "../../../chain/call.ts";
import type { RawLog, Read } from "../../../chain/chain.ts";
import { together } from "../../../chain/together.ts";
import { address, slug } from "../../../config/fields.ts";
import { positionFields, quotedRate } from "../shared/position-fields.ts";
import { shareFlow } from "../shared/share-token.ts";
import { tokenAbi, transfer, transferFilters } from "../shared/token-abi.ts";
import { type SeenFlow, type SeenLeg, type YieldLeg, yieldKind } from "../source.ts";
import { readWithdrawals, type Withdrawals, withdrawalFilters, withdrawalFlow } from "./lido-withdrawals.ts";

const abi = parseAbi([
  "function sharesOf(address account) view returns (uint256)",
  "function getPooledEthByShares(uint256 shares) view returns (uint256)",
  "function getStETHByWstETH(uint256 shares) view returns (uint256)",
  "event TransferShares(address indexed from, address indexed to, uint256 value)",
]);

const schema = z
  .strictObject({
    kind: z.literal("lido").meta({ description: "Lido's stETH or wstETH.", example: "lido" }),
    ...positionFields,
    contract: address.meta({ description: "The stETH token, or the wstETH token where it is wrapped." }),
    wrapped: z.boolean().default(false).meta({ description: "Whether it is wstETH.", example: false }),
    quoted: quotedRate,
    token: slug.meta({
      description: "stETH, which wstETH is counted in too: a name under `tokens`.",
      example: "steth",
    }),
    queue: address.optional().meta({
      description: "Lido's withdrawal queue: what the holder has asked back is shown as locked until it is claimed.",
    }),
    queueToken: slug
      .optional()
      .meta({ description: "What the queue pays, ether: a name under `tokens`.", example: "ether" }),
  })
  .refine(({ queue, queueToken }) => (queue === undefined) === (queueToken === undefined), {
    error: "`queue` and `queueToken` go together",
  })
  .meta({ description: "Ether staked through Lido, by shares: a rebase is income, and a negative one a loss." });

type Staked = z.output<typeof schema>;
type Form = { balance: AbiFunction; worth: AbiFunction; moved: AbiEvent };

/** stETH moves in rounded amounts, its shares exactly; wstETH is those shares as a token. */
const steth: Form = {
  balance: getAbiItem({ abi, name: "sharesOf" }),
  worth: getAbiItem({ abi, name: "getPooledEthByShares" }),
  moved: getAbiItem({ abi, name: "TransferShares" }),
};
const wsteth: Form = {
  balance: getAbiItem({ abi: tokenAbi, name: "balanceOf" }),
  worth: getAbiItem({ abi, name: "getStETHByWstETH" }),
  moved: transfer,
};

/** Shares of Lido's pool, and what was asked back from it. */
export const lido = yieldKind("lido", schema, (settings) => {
  const { contract, holder } = settings;
  const form = settings.wrapped ? wsteth : steth;
  const worth = (shares: bigint) => readOne<bigint>(call(contract, form.worth, shares));
  const withdrawals = settings.queue && { queue: settings.queue, holder, worth };
  return {
    protocol: "Lido",
    legs: legsOf(settings),
    read: () => readStaked(readShares(settings, form, worth), withdrawals),
    filters: [...transferFilters(contract, holder, form.moved), ...(withdrawals ? withdrawalFilters(withdrawals) : [])],
    decode: (logs) => logs.flatMap((log) => flowOf(log)),
  };

  function flowOf(log: RawLog): SeenFlow[] {
    if (withdrawals && isAddressEqual(log.address, withdrawals.queue))
      return withdrawalFlow(withdrawals, "withdrawals", log);
    return shareFlow({ holder, event: form.moved, worth }, log);
  }
});

function legsOf({ token, queueToken }: Staked): YieldLeg[] {
  const held: YieldLeg = { leg: "", token, kind: "held" };
  return queueToken === undefined ? [held] : [held, { leg: "withdrawals", token: queueToken, kind: "locked" }];
}

function* readStaked(held: Read<SeenLeg>, withdrawals: Withdrawals | undefined): Read<SeenLeg[]> {
  return yield* together(withdrawals ? [held, readLocked(withdrawals)] : [held]);
}

function* readShares(
  { contract, holder, quoted }: Staked,
  { balance }: Form,
  worth: (shares: bigint) => Read<bigint>,
): Read<SeenLeg> {
  const shares = yield* readOne<bigint>(call(contract, balance, holder));
  return { leg: "", amount: yield* worth(shares), shares, quoted };
}

function* readLocked(withdrawals: Withdrawals): Read<SeenLeg> {
  return { leg: "withdrawals", ...(yield* readWithdrawals(withdrawals)) };
}
