import { type Address, erc20Abi } from "viem";
import { artifact } from "./artifact.ts";
import type { Call } from "./block-builder.ts";
import { type TREASURY_MOVES, WORKSHOP } from "./heliogrid.ts";
import { aavePool, VARIABLE_RATE } from "./protocols/aave.ts";
import type { World } from "./world.ts";

type Move = (typeof TREASURY_MOVES)[number];

/** The calls a movement of the treasury is made of, which its Safe makes in one transaction. */
export function callsOf({ kind, amount }: Move, { addresses: at }: World): Call[] {
  const { safe } = at;
  const vault = (functionName: string, ...args: unknown[]): Call => ({
    ...{ to: at.vault, abi: artifact("ReserveVault").abi, functionName, args },
  });
  const pool = (functionName: string, ...args: unknown[]): Call => ({
    ...{ to: at.aavePool, abi: aavePool().abi, functionName, args },
  });
  switch (kind) {
    case "deposit":
      return [allow(at.dollar, at.vault, amount), vault("deposit", amount, safe)];
    case "withdraw":
      return [vault("withdraw", amount, safe, safe)];
    case "lend":
      return [allow(at.dollar, at.aavePool, amount), pool("supply", at.dollar, amount, safe, 0)];
    case "take back":
      return [pool("withdraw", at.dollar, amount, safe)];
    case "borrow":
      return [pool("borrow", at.dollar, amount, VARIABLE_RATE, 0, safe)];
    case "repay":
      return [allow(at.dollar, at.aavePool, amount), pool("repay", at.dollar, amount, VARIABLE_RATE, safe)];
    case "pay":
      return [{ to: at.dollar, abi: erc20Abi, functionName: "transfer", args: [WORKSHOP, amount] }];
  }
}

/** No more is ever allowed than is about to be taken. */
function allow(token: Address, spender: Address, amount: bigint): Call {
  return { to: token, abi: erc20Abi, functionName: "approve", args: [spender, amount] };
}
