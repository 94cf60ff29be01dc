import type { Address, Hex } from "viem";
import { encodeDeployData } from "viem";
import { immediate, openDb } from "../db/open.ts";
import { addWallet } from "../db/wallets.ts";
import { createRpc } from "../sandbox/chain/rpc.ts";
import type { World } from "../sandbox/chain/world.ts";
import { heliogridSeed, type Seed } from "../sandbox/discord/seed.ts";
import { ROLES } from "../sandbox/people.ts";
import { compileContract } from "./compile-contract.ts";

/** The Discord id of the nth member of the crowd. */
export function crowdMember(index: number): string {
  return `8${String(index).padStart(17, "0")}`;
}

/** The sandbox's server with a crowd of members in it. */
export function crowdSeed(size: number): Seed {
  const seed = heliogridSeed();
  const crowd = Array.from({ length: size }, (_, index) => ({
    id: crowdMember(index),
    username: `member${index}`,
    displayName: `Member ${index}`,
    roles: [ROLES.member],
    locale: "en-US",
    bot: false,
    listed: true,
  }));
  return { ...seed, accounts: [...seed.accounts, ...crowd] };
}

/** Links one wallet to each member of the crowd, as /wallet link would have, in one transaction. */
export function linkCrowd(databasePath: string, size: number, now: number): void {
  const db = openDb(databasePath);
  immediate(db, () => {
    for (let index = 0; index < size; index += 1) {
      const address = `0x${(index + 1).toString(16).padStart(40, "0")}` as Address;
      addWallet(db, { address, member: crowdMember(index), linkedAt: now, message: "measured", signature: "0x00" });
    }
  });
  db.$client.close();
}

/** Puts a votes token on the chain in which every wallet holds one vote, and returns its address. */
export async function deployEqualVotes(world: World): Promise<Address> {
  const data = encodeDeployData(compileContract("EqualVotes"));
  const rpc = createRpc(world.rpcUrl);
  const hash = await rpc<Hex>("eth_sendTransaction", { from: world.roles.keeper, data, gas: "0x200000" });
  await rpc("anvil_mine", "0x4");
  const receipt = await rpc<{ contractAddress: Address }>("eth_getTransactionReceipt", hash);
  return receipt.contractAddress;
}
