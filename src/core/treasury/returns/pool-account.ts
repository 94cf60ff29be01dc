/**
 * What is in a pool against its deposits, had they been held: of what is still in, since each deposit, in USD 1e-8 at the closing prices. The loss is negative; an unknown
 * value is one of a token without a price, or of a deposit that nobody saw.
 */
export type PoolAccount = {
  position: string;
  label: string;
  /** When the first deposit came that is still in, or was first seen there, in Unix seconds. */
  since: number;
  heldUsd: bigint | undefined;
  /** Without the fees it earned. */
  poolUsd: bigint | undefined;
  /** poolUsd − heldUsd: what the pool's exchanges lost against holding (impermanent loss). */
  lossUsd: bigint | undefined;
  feesUsd: bigint | undefined;
  netUsd: bigint | undefined;
  /** False where a withdrawal did not say how many shares it took, and counts by its value. */
  isExact: boolean;
};
