/** What a transaction used and was charged, as its receipt says it; charges in the coin's smallest unit (10^-18). */
export type GasUse = {
  used: bigint;
  /** Of a unit of gas. */
  price: bigint;
  /** Charged beside the gas, for data on the chain below (OP Stack, Scroll) and by the rollup's operator; undefined where the receipt does not say. */
  dataFee: bigint | undefined;
  operatorFee: bigint | undefined;
  /** Of the gas used, what stands for data on the chain below (Arbitrum). */
  usedForData: bigint | undefined;
};

/**
 * What the sender paid in all, and the part of it for data on the chain below, undefined where nobody says; exact. What blobs cost is left out:
 * rollups of the OP Stack give every transaction a count of them that nobody is charged for.
 */
export function gasPaid({ used, price, dataFee, operatorFee, usedForData }: GasUse): {
  amount: bigint;
  data: bigint | undefined;
} {
  const inGas = usedForData === undefined ? undefined : usedForData * price;
  return { amount: used * price + (dataFee ?? 0n) + (operatorFee ?? 0n), data: dataFee ?? inGas };
}
