import { type AbiEvent, type Address, getAbiItem, parseAbi, toEventSelector, zeroAddress } from "viem";
import { z } from "zod";
import { call, isCallFailure, readOne, resultOf } from "../../chain/call.ts";
import type { LogFilter, RawLog, Read } from "../../chain/chain.ts";
import { address, slug } from "../../config/fields.ts";
import { decodeLog } from "../event-text.ts";
import { topicOf } from "../topic-of.ts";
import { positionFields, protocolName, quotedRate } from "./shared/position-fields.ts";
import { perSecond, yearlyOf } from "./shared/savings-rate.ts";
import { tokenAbi, transfer, transferFilters } from "./shared/token-abi.ts";
import { placeOf, type SeenFlow, type SeenLeg, yieldKind } from "./source.ts";

const vaultAbi = parseAbi([
  "function asset() view returns (address)",
  "function convertToAssets(uint256 shares) view returns (uint256)",
  "event Deposit(address indexed sender, address indexed owner, uint256 assets, uint256 shares)",
  "event Withdraw(address indexed sender, address indexed receiver, address indexed owner, uint256 assets, uint256 shares)",
]);
const deposit: AbiEvent = getAbiItem({ abi: vaultAbi, name: "Deposit" });
const withdraw: AbiEvent = getAbiItem({ abi: vaultAbi, name: "Withdraw" });
const [DEPOSIT, WITHDRAW, TRANSFER] = [deposit, withdraw, transfer].map((event) => toEventSelector(event));

const schema = z
  .strictObject({
    kind: z.literal("erc4626").meta({ description: "Shares of an ERC-4626 vault.", example: "erc4626" }),
    ...positionFields,
    protocol: protocolName("ERC-4626 vault", { description: "Whose vault it is.", example: "Reserve Vault" }),
    vault: address.meta({ description: "The vault, which is its shares' token as well." }),
    savings: address.optional().meta({
      description:
        "The contract that tells by how much a second multiplies what lies in the vault, as `ssr` or `dsr` at a scale of 1e27: sUSDS itself, or Maker's Pot for sDAI. Its rate is then what was promised.",
    }),
    quoted: quotedRate,
    token: slug.meta({ description: "What the vault holds: a name under `tokens`.", example: "dollar" }),
  })
  .refine(({ savings, quoted }) => savings === undefined || quoted === undefined, {
    path: ["quoted"],
    message: "is told by `savings` already",
  })
  .meta({ description: "A position in a vault: what its shares convert to, and what was deposited and withdrawn." });

type Vault = z.output<typeof schema>;
type Exchange = { assets: bigint; shares: bigint };

/** Shares of a vault, worth what the vault itself says they convert to. */
export const erc4626 = yieldKind("erc4626", schema, (settings) => ({
  protocol: settings.protocol,
  legs: [{ leg: "", token: settings.token, kind: "held" }],
  read: () => readShares(settings),
  filters: filtersOf(settings),
  decode: (logs) => logs.flatMap((log) => flowOf(settings, log)),
}));

/** Two rounds. */
function* readShares({ vault, holder, savings, quoted }: Vault): Read<SeenLeg[]> {
  const [held, asset, ...rates] = yield [
    call(vault, getAbiItem({ abi: tokenAbi, name: "balanceOf" }), holder),
    call(vault, getAbiItem({ abi: vaultAbi, name: "asset" })),
    ...(savings ? [call(savings, perSecond("ssr")), call(savings, perSecond("dsr"))] : []),
  ];
  const shares = resultOf<bigint>(held);
  const [rate] = rates.filter((one) => !isCallFailure(one)) as bigint[];
  const amount = yield* convert(vault, shares);
  const contract = resultOf<Address>(asset);
  return [{ leg: "", contract, amount, shares, quoted: rate === undefined ? quoted : yearlyOf(rate) }];
}

function* convert(vault: Address, shares: bigint): Read<bigint> {
  return yield* readOne<bigint>(call(vault, getAbiItem({ abi: vaultAbi, name: "convertToAssets" }), shares));
}

function filtersOf({ vault, holder }: Vault): LogFilter[] {
  const owner = [topicOf(holder)];
  return [
    { addresses: [vault], topics: [toEventSelector(deposit)], indexed: [undefined, owner] },
    { addresses: [vault], topics: [toEventSelector(withdraw)], indexed: [undefined, undefined, owner] },
    ...transferFilters(vault, holder),
  ];
}

function flowOf({ vault, holder }: Vault, log: RawLog): SeenFlow[] {
  const place = { ...placeOf(log), leg: "" };
  const [topic] = log.topics;
  if (topic === DEPOSIT || topic === WITHDRAW) {
    const { assets, shares } = decodeLog(topic === DEPOSIT ? deposit : withdraw, log) as Exchange;
    const direction = topic === DEPOSIT ? "in" : "out";
    return assets === 0n && shares === 0n ? [] : [{ ...place, direction, amount: assets, shares }];
  }
  if (topic !== TRANSFER) return [];
  const { from, to, value } = decodeLog(transfer, log) as { from: Address; to: Address; value: bigint };
  // Minting and burning are told by Deposit and Withdraw. Shares that change hands otherwise would look like income or loss.
  if (from === zeroAddress || to === zeroAddress || from === to || value === 0n) return [];
  const direction = to === holder ? "in" : "out";
  return [{ ...place, direction, amount: () => convert(vault, value), shares: value }];
}
