import { type Address, type Hex, hashDomain, hashStruct, hashTypedData, zeroAddress } from "viem";

/** 0 calls; 1 runs the other contract's code in the Safe's own name. */
export type Operation = 0 | 1;

/** A Safe's transaction, all of it. */
export type SafeTransaction = {
  to: Address;
  value: bigint;
  data: Hex;
  operation: Operation;
  safeTxGas: bigint;
  baseGas: bigint;
  gasPrice: bigint;
  gasToken: Address;
  refundReceiver: Address;
  nonce: bigint;
};

/** A Safe by its place; from 1.3.0 on the chain is part of what is signed. */
export type SafePlace = { chain: number; safe: Address };

const types = {
  EIP712Domain: [
    { name: "chainId", type: "uint256" },
    { name: "verifyingContract", type: "address" },
  ],
  SafeTx: [
    { name: "to", type: "address" },
    { name: "value", type: "uint256" },
    { name: "data", type: "bytes" },
    { name: "operation", type: "uint8" },
    { name: "safeTxGas", type: "uint256" },
    { name: "baseGas", type: "uint256" },
    { name: "gasPrice", type: "uint256" },
    { name: "gasToken", type: "address" },
    { name: "refundReceiver", type: "address" },
    { name: "nonce", type: "uint256" },
  ],
} as const;

/** A transaction that pays nobody for its gas, so that nothing of it leaves the Safe but what was voted. */
export function unpaid(call: Pick<SafeTransaction, "to" | "value" | "data" | "operation" | "nonce">): SafeTransaction {
  return { ...call, safeTxGas: 0n, baseGas: 0n, gasPrice: 0n, gasToken: zeroAddress, refundReceiver: zeroAddress };
}

/** The safeTxHash: what owners approve. */
export function safeTxHash({ chain, safe }: SafePlace, message: SafeTransaction): Hex {
  return hashTypedData({ domain: domainOf(chain, safe), types, primaryType: "SafeTx", message });
}

/** The domain hash, which a hardware wallet shows beside the message hash. */
export function domainHash({ chain, safe }: SafePlace): Hex {
  return hashDomain({ domain: domainOf(chain, safe), types });
}

/** The message hash, as a hardware wallet shows it. */
export function messageHash(transaction: SafeTransaction): Hex {
  return hashStruct({ data: transaction, types, primaryType: "SafeTx" });
}

function domainOf(chain: number, verifyingContract: Address) {
  return { chainId: BigInt(chain), verifyingContract };
}
