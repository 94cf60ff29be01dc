import { WHOLE } from "../../governance/share.ts";
import { USD } from "../../treasury/money.ts";

/** A price of a whole coin or token in USD, in 10^-decimals of it. */
export type Quote = { answer: bigint; decimals: number };

/** What a claim takes of the chain's coin, in its smallest unit (10^-18): its gas at a price, and what a rollup asks for its data. */
export type ClaimFee = { gas: bigint; gasPrice: bigint; dataFee: bigint };

/** What a claim costs, in the smallest unit of a token with so many decimals, rounded up. */
export function claimCost(
  { gas, gasPrice, dataFee }: ClaimFee,
  coin: Quote,
  token: Quote & { tokenDecimals: number },
): bigint {
  const fee = gas * gasPrice + dataFee;
  const numerator = fee * coin.answer * 10n ** BigInt(token.decimals + token.tokenDecimals);
  return divideUp(numerator, token.answer * 10n ** BigInt(coin.decimals + 18));
}

/** From which amount on a claim of that cost takes no more than a share of it, in millionths; rounded up. */
export function worthFrom(cost: bigint, share: bigint): bigint {
  return divideUp(cost * WHOLE, share);
}

/** What of a number of dollars, in units of 1e-8 USD, is worth in a token's smallest unit, rounded up. */
export function tokensFor(dollars: bigint, token: Quote & { tokenDecimals: number }): bigint {
  return divideUp(dollars * 10n ** BigInt(token.decimals + token.tokenDecimals), token.answer * USD);
}

/** Whether what can be claimed is worth saying, and whether that is over: below half of the threshold, it was claimed. */
export function judgeClaimable(claimable: bigint, threshold: bigint): { holds: boolean; over: boolean } {
  return { holds: claimable >= threshold, over: claimable * 2n < threshold };
}

function divideUp(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor;
}
