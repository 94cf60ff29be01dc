import type { Facts } from "./facts.ts";
import { COIN, type Line } from "./line.ts";
import { findNetwork } from "./networks.ts";

/** What the transaction cost its sender, where that is one of the accounts; a failed one costs too. */
export function explainGas({ receipt, chain, isOurs }: Facts): Line[] {
  const { from, fee, dataFee, reverted } = receipt;
  if (!isOurs(from) || fee === 0n) return [];
  const isShort = dataFee === undefined && findNetwork(chain)?.hasDataFee === true;
  const parts =
    dataFee === undefined ? "gas used at the price paid" : `gas used at the price paid, and ${dataFee} for data`;
  const doubt = isShort ? "; what its data cost is not in this receipt, so it was more" : "";
  return [
    {
      ...{ log: -1, type: reverted ? "fail" : "spend", subtype: "fee", asset: COIN, raw: fee, account: from },
      ...{
        protocol: "gas",
        reason: `${reverted ? "It failed, and its sender still paid: " : "Its sender paid: "}${parts}${doubt}.`,
      },
      claims: [],
    },
  ];
}
