import { type Address, getAddress } from "viem";
import { PEOPLE } from "../people.ts";
import type { Rpc } from "./rpc.ts";

export type Accounts = { keeper: Address; wallets: Record<string, Address> };

/** Whose account is whose: the chain's first is the keeper's, each person has the one of their index. */
export async function accountsByName(rpc: Rpc): Promise<Accounts> {
  // The chain derived them already; deriving ten keys again would cost more than starting it.
  const accounts = await rpc<Address[]>("eth_accounts");
  const at = (index: number) => {
    const account = accounts[index];
    if (!account) throw new Error(`The chain has no account ${index}`);
    return getAddress(account);
  };
  return { keeper: at(0), wallets: Object.fromEntries(PEOPLE.map((person) => [person.name, at(person.wallet)])) };
}
