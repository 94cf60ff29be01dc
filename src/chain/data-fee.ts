import { bytesToHex, parseAbi } from "viem";
import { call, isCallFailure } from "./call.ts";
import type { Read } from "./chain.ts";

const ORACLE = "0x420000000000000000000000000000000000000F";
const GAS_INFO = "0x000000000000000000000000000000000000006C";

const [upperBound, fee] = parseAbi([
  "function getL1FeeUpperBound(uint256 size) view returns (uint256)",
  "function getL1Fee(bytes data) view returns (uint256)",
]);
const [prices] = parseAbi([
  "function getPricesInWei() view returns (uint256 transaction, uint256 dataByte, uint256, uint256, uint256, uint256)",
]);

/**
 * What a rollup asks for the data of a transaction of so many bytes beside its gas, in the coin's smallest unit: by the oracle of the
 * OP Stack, or Arbitrum's own prices. 0n where the chain has neither: there gas is all there is.
 */
export function* readDataFee(bytes: number): Read<bigint> {
  const data = bytesToHex(new Uint8Array(bytes).fill(0xff));
  const [bound, exact, perByte] = yield [
    call(ORACLE, upperBound, BigInt(bytes)),
    call(ORACLE, fee, data),
    call(GAS_INFO, prices),
  ];
  if (!isCallFailure(bound)) return bound as bigint;
  if (!isCallFailure(exact)) return exact as bigint;
  return isCallFailure(perByte) ? 0n : ((perByte as readonly bigint[])[1] ?? 0n) * BigInt(bytes);
}
