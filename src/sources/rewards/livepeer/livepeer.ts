import { type Address, getAbiItem, getAddress, parseAbi } from "viem";
import { call, resultOf } from "../../../chain/call.ts";
import type { Read } from "../../../chain/chain.ts";
import { requireToken } from "../shared/require-token.ts";
import { type Owed, rewardKind } from "../source.ts";
import { createLivepeerDecoder } from "./livepeer-decode.ts";
import { livepeerFilters } from "./livepeer-events.ts";
import { type LivepeerSettings, livepeerSchema } from "./livepeer-schema.ts";

const abi = parseAbi([
  "function pendingStake(address delegator, uint256 endRound) view returns (uint256)",
  "function pendingFees(address delegator, uint256 endRound) view returns (uint256)",
]);

/** Orchestrators of Livepeer: rewards in LPT by the round, fees in ETH by lucky tickets. */
export const livepeer = rewardKind("livepeer", livepeerSchema, (name, settings, config) => ({
  name,
  kind: "livepeer",
  chain: settings.chain,
  label: settings.label,
  tokens: [settings.token, settings.feeToken],
  fromBlock: BigInt(settings.fromBlock),
  epochSeconds: settings.epochSeconds,
  filters: livepeerFilters(settings),
  decode: createLivepeerDecoder(settings, {
    reward: requireToken(config, settings.token),
    fee: requireToken(config, settings.feeToken),
  }),
  owed: ({ node }) => owedTo(settings, getAddress(node)),
}));

/** All of an orchestrator's own stake, its rewards with it, and the fees it could withdraw. The contract takes a last round and ignores it. */
function* owedTo({ bondingManager, token, feeToken }: LivepeerSettings, node: Address): Read<readonly Owed[]> {
  const [stake, fees] = yield [
    call(bondingManager, getAbiItem({ abi, name: "pendingStake" }), node, 0n),
    call(bondingManager, getAbiItem({ abi, name: "pendingFees" }), node, 0n),
  ];
  return [
    { token, locked: resultOf<bigint>(stake) },
    { token: feeToken, claimable: resultOf<bigint>(fees) },
  ];
}
