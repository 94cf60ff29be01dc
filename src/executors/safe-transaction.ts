import { type Address, concat, encodeFunctionData, encodePacked, type Hex, pad, size } from "viem";
import { Refusal } from "../errors.ts";
import type { Calls } from "./calls.ts";
import type { Survey } from "./executor.ts";
import { safeAbi } from "./safe-abi.ts";
import { type SafeTransaction, unpaid } from "./safe-hash.ts";
import { type MultiSend, safeVersions } from "./safe-versions.ts";

const CALL = 0;
const DELEGATECALL = 1;

/** The MultiSendCallOnly of a Safe's version, at the config's address where it names one; Refusal for a version nobody here knows. */
export function multiSendOf({ version }: Survey, told: Address | undefined): MultiSend {
  const known = Object.hasOwn(safeVersions, version ?? "") ? safeVersions[version ?? ""] : undefined;
  if (known) return told === undefined ? known : { ...known, address: told };
  throw new Refusal(
    `The Safe is of version ${version ?? "unknown"}; Steward knows ${Object.keys(safeVersions).join(", ")}.`,
  );
}

/** The transaction that makes the calls: one as it is, several in one batch that can do nothing but call. */
export function transactionOf(
  { targets, values, calldatas }: Calls,
  survey: Survey,
  multiSend: Address,
): SafeTransaction {
  const nonce = BigInt(survey["nonce"] ?? 0);
  const [to, value, data] = [targets[0], values[0], calldatas[0]];
  if (targets.length === 1 && to !== undefined && value !== undefined && data !== undefined)
    return unpaid({ to, value, data, operation: CALL, nonce });
  const packed = targets.map((target, index) => packCall(target, values[index] ?? 0n, calldatas[index] ?? "0x"));
  const batch = encodeFunctionData({ abi: safeAbi, functionName: "multiSend", args: [concat(packed)] });
  return unpaid({ to: multiSend, value: 0n, data: batch, operation: DELEGATECALL, nonce });
}

/** Pre-validated signatures of owners who approved the hash on chain, in the order a Safe wants: by address. */
export function approvalSignatures(owners: readonly Address[]): Hex {
  const sorted = [...owners].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
  return concat(sorted.map((owner) => concat([pad(owner), pad("0x"), "0x01"])));
}

function packCall(to: Address, value: bigint, data: Hex): Hex {
  return encodePacked(["uint8", "address", "uint256", "uint256", "bytes"], [CALL, to, value, BigInt(size(data)), data]);
}
