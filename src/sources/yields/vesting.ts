import { type Address, getAbiItem, isAddressEqual, parseAbi } from "viem";
import { z } from "zod";
import { call, isCallFailure, resultOf } from "../../chain/call.ts";
import type { Block, Read } from "../../chain/chain.ts";
import { address, slug } from "../../config/fields.ts";
import { nextMonths } from "../../core/treasury/next-months.ts";
import { Refusal } from "../../errors.ts";
import { positionFields, protocolName } from "./shared/position-fields.ts";
import { tokenAbi, transferFilters } from "./shared/token-abi.ts";
import { transferFlow } from "./shared/transfer-flow.ts";
import { type SeenLeg, type Unlock, yieldKind } from "./source.ts";

const abi = parseAbi([
  "function owner() view returns (address)",
  "function beneficiary() view returns (address)",
  "function start() view returns (uint256)",
  "function duration() view returns (uint256)",
  "function releasable(address token) view returns (uint256)",
  "function vestedAmount(address token, uint64 timestamp) view returns (uint256)",
]);

const schema = z
  .strictObject({
    kind: z.literal("vesting").meta({ description: "A token in a VestingWallet of OpenZeppelin.", example: "vesting" }),
    ...positionFields,
    protocol: protocolName("VestingWallet", { description: "Whose grant it is.", example: "HelioGrid Foundation" }),
    wallet: address.meta({ description: "The VestingWallet, which pays the holder: another one is not read." }),
    contract: address.meta({ description: "The token's contract." }),
    token: slug.meta({ description: "The same token's name under `tokens`.", example: "helio" }),
  })
  .meta({
    description:
      "A token that vests: all that lies in the wallet, what can be released of it already and what unlocks when. What comes to the wallet and what is released from it is principal.",
  });

type Wallet = z.output<typeof schema>;

/** Entries of a schedule that is said by month: the last one has all the rest. */
const MOST_UNLOCKS = 12;

/**
 * A token in a vesting wallet, as one leg: what has vested moves nowhere until it is released, and no log tells of it, so that a leg of its own for it
 * would earn what the other one loses. What is due already is the first of the unlocks. The balance is its own share.
 */
export const vesting = yieldKind("vesting", schema, (settings) => ({
  protocol: settings.protocol,
  legs: [{ leg: "", token: settings.token, kind: "locked" }],
  read: (block) => readWallet(settings, block),
  filters: transferFilters(settings.contract, settings.wallet),
  decode: (logs) => logs.flatMap((log) => transferFlow(log, settings.wallet)),
}));

/** Two rounds: the wallet, and what it says will have vested at the ends of the months to come, whatever its schedule. */
function* readWallet({ wallet, contract, holder }: Wallet, block: Block): Read<SeenLeg[]> {
  const [owner, beneficiary, ...values] = yield [
    // Its owner, since version 5; its beneficiary before.
    call(wallet, getAbiItem({ abi, name: "owner" })),
    call(wallet, getAbiItem({ abi, name: "beneficiary" })),
    call(contract, getAbiItem({ abi: tokenAbi, name: "balanceOf" }), wallet),
    call(wallet, getAbiItem({ abi, name: "releasable" }), contract),
    call(wallet, getAbiItem({ abi, name: "start" })),
    call(wallet, getAbiItem({ abi, name: "duration" })),
  ];
  const paid = resultOf<Address>(isCallFailure(owner) ? beneficiary : owner);
  if (!isAddressEqual(paid, holder)) throw new Refusal(`${wallet} pays ${paid}, not ${holder}.`);
  const [amount = 0n, due = 0n, start = 0n, duration = 0n] = values.map((value) => resultOf<bigint>(value));
  const now = { at: block.timestamp, amount: due };
  const ahead = yield* readAhead({ wallet, contract }, block.timestamp, Number(start + duration));
  return [
    { leg: "", contract, amount, shares: amount, unlocks: [now, ...ahead].filter((unlock) => unlock.amount > 0n) },
  ];
}

function* readAhead(
  { wallet, contract }: Pick<Wallet, "wallet" | "contract">,
  now: number,
  end: number,
): Read<Unlock[]> {
  if (end <= now) return [];
  const moments = [...nextMonths(now, MOST_UNLOCKS - 1).filter((at) => at < end), end];
  const vested = (at: number) => call(wallet, getAbiItem({ abi, name: "vestedAmount" }), contract, BigInt(at));
  const [first, ...later] = (yield [now, ...moments].map(vested)).map((value) => resultOf<bigint>(value));
  return moments.map((at, index) => {
    return { at, amount: (later[index] ?? 0n) - ((index === 0 ? first : later[index - 1]) ?? 0n) };
  });
}
