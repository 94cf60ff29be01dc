import { type Address, getAbiItem, parseAbi } from "viem";
import { call, resultOf } from "../../../chain/call.ts";
import type { Read } from "../../../chain/chain.ts";
import type { Owed } from "../source.ts";

const WHOLE = 10n ** 18n;

const abi = parseAbi([
  "function getSponsorshipsAndEarnings() view returns (address[] addresses, uint256[] earnings, uint256 maxAllowedEarnings)",
  "function operatorsCutFraction() view returns (uint256)",
  "function streamrConfig() view returns (address)",
  "function owner() view returns (address)",
  "function balanceInData(address delegator) view returns (uint256)",
  "function protocolFeeFraction() view returns (uint256)",
]);
const item = (name: (typeof abi)[number]["name"]) => getAbiItem({ abi, name });

/**
 * What an operator would keep if it collected its earnings now, rounded down twice as its contract does, and what its owner has
 * delegated to it; in the token's smallest unit.
 */
export function* operatorOwed(operator: Address, token: string): Read<readonly Owed[]> {
  const first = yield [
    call(operator, item("getSponsorshipsAndEarnings")),
    call(operator, item("operatorsCutFraction")),
    call(operator, item("streamrConfig")),
    call(operator, item("owner")),
  ];
  const [, earnings] = resultOf<readonly [readonly Address[], readonly bigint[], bigint]>(first[0]);
  const cut = resultOf<bigint>(first[1]);
  const second = yield [
    call(resultOf<Address>(first[2]), item("protocolFeeFraction")),
    call(operator, item("balanceInData"), resultOf<Address>(first[3])),
  ];
  const earned = earnings.reduce((sum, one) => sum + one, 0n);
  const kept = earned - (earned * resultOf<bigint>(second[0])) / WHOLE;
  return [{ token, claimable: (kept * cut) / WHOLE, locked: resultOf<bigint>(second[1]) }];
}
