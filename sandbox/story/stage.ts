import { parseAbi } from "viem";
import { callContract } from "../chain/call-contract.ts";
import { createRpc } from "../chain/rpc.ts";
import type { World } from "../chain/world.ts";
import type { SeenMessage } from "../discord/act/view.ts";
import { type Person as Actor, createPerson, DeedRefused } from "../discord/person.ts";
import { textOf } from "../discord/read-message.ts";
import { PEOPLE, type Person } from "../people.ts";
import { createWallet, type Wallet } from "../wallet/create-wallet.ts";

/** Somebody in the story: at a Discord client, with a wallet at hand. */
export type Character = Omit<Person, "wallet"> & { at: Actor; wallet: Wallet };

export type Stage = ReturnType<typeof createStage>;

const WAIT_MS = 30_000;
const LOOK_EVERY_MS = 150;

const tokenAbi = parseAbi(["function balanceOf(address account) view returns (uint256)"]);
const registryAbi = parseAbi(["function operatorFeeBps() view returns (uint256)"]);

/** What the story is played on: the people, the channels, the chain and the clock of a running sandbox. */
export function createStage({ url, world }: { url: string; world: World }) {
  const rpc = createRpc(world.rpcUrl);
  const character = (name: string): Character => {
    const person = PEOPLE.find((candidate) => candidate.name === name);
    if (!person) throw new RangeError(`Nobody is called ${name}`);
    const { wallet: _, ...who } = person;
    return { ...who, at: createPerson(url, person.id), wallet: createWallet(person, world.rpcUrl, world) };
  };
  return {
    world,
    character,
    /** Waits until a channel shows everybody a message that fits, and returns it. */
    find: (reader: Character, channel: string, what: string, fits: (message: SeenMessage, text: string) => boolean) =>
      waitFor(what, async () =>
        (await messagesIn(reader, channel)).findLast((message) => !message.ephemeral && fits(message, textOf(message))),
      ),
    /** Moves the one clock of bot, Discord and chain forward. */
    passTime: async (seconds: number) => {
      const { offsetSeconds } = await getJson<{ offsetSeconds: number }>(`${url}/control/clock`);
      await postJson(`${url}/control/clock`, { offsetSeconds: offsetSeconds + seconds });
    },
    /** Requests the local Discord had to refuse because a real one would have. */
    rejections: () => getJson<unknown[]>(`${url}/control/rejections`),
    file: async (address: string): Promise<Buffer> => Buffer.from(await (await fetch(address)).arrayBuffer()),
    /** The operator fee the chain holds now, in basis points. */
    operatorFee: () =>
      callContract<bigint>(rpc, {
        to: world.addresses.registry,
        abi: registryAbi,
        functionName: "operatorFeeBps",
        args: [],
      }),
    /** What an account holds of the token, in units of 1e-18. */
    helioOf: (account: string) =>
      callContract<bigint>(rpc, {
        to: world.addresses.token,
        abi: tokenAbi,
        functionName: "balanceOf",
        args: [account],
      }),
    /** Asks one of Steward's pages as its own script does. */
    askPage: <T>(address: string, body: unknown) => postJson<T>(address, body),
  };
}

/** A thread that is still to be opened has no messages yet. */
async function messagesIn(reader: Character, channel: string): Promise<SeenMessage[]> {
  try {
    return await reader.at.messages(channel);
  } catch (error) {
    if (error instanceof DeedRefused && error.status === 404) return [];
    throw error;
  }
}

async function waitFor<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + WAIT_MS;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > deadline) throw new Error(`waited ${WAIT_MS / 1000} s in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

async function getJson<T>(address: string): Promise<T> {
  return (await (await fetch(address)).json()) as T;
}

async function postJson<T>(address: string, body: unknown): Promise<T> {
  const headers = { "content-type": "application/json", origin: new URL(address).origin };
  const response = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${address} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}
