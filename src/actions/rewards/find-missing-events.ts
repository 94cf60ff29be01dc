import type { Address, Hex } from "viem";
import type { Block, Chain, LogFilter } from "../../chain/chain.ts";
import { implementationsOf } from "../../chain/implementations.ts";
import { nameOfEvent } from "../../sources/event-names.ts";
import type { RewardSource } from "../../sources/rewards/source.ts";

/** What seems wrong with a contract that a source reads: nothing is there, or its code does not name what is sought. */
export type Suspicion = { about: string; what: string; isCertain: boolean };

/** Sources of networks may list a great many contracts that are all alike; so many are looked at. */
const MOST_CONTRACTS = 25;

/**
 * Looks whether the contracts of a source can say what it reads: an event's topic stands in the code of whoever emits it. Where it
 * does not, something is probably wrong with signature or address; the code of a proxy of an unknown kind cannot be seen, so that
 * this is no proof. Of a network's own events, which changed over the years, a contract must name one; of those in the config, each.
 */
export async function findMissingEvents(chain: Chain, source: RewardSource, block: Block): Promise<Suspicion[]> {
  const asked = new Map<Address, Set<Hex>>();
  for (const { addresses, topics } of source.filters)
    for (const address of addresses) asked.set(address, new Set([...(asked.get(address) ?? []), ...topics]));
  const isOwnWord = source.kind === "event";
  const looked = [...asked].slice(0, MOST_CONTRACTS).map(async ([address, topics]) => {
    const code = await chain.code(address, block);
    if (code === "0x") {
      const what = `There is no contract at ${address} on ${chain.name} at block ${block.number}.`;
      return [{ about: `contract:${address}`, what, isCertain: true }];
    }
    const missing = missingIn(code, topics, isOwnWord);
    if (missing.length === 0) return [];
    const behind = await implementationsOf(chain, { address, code }, block);
    const codes = await Promise.all(behind.map((one) => chain.code(one, block)));
    const stillMissing = missingIn([code, ...codes].join(), topics, isOwnWord);
    return stillMissing.map((topic) => suspect(address, topic, behind));
  });
  return (await Promise.all(looked)).flat();
}

/** Leading zeros of a constant are not kept in code. */
function missingIn(codes: string, topics: LogFilter["topics"] | ReadonlySet<Hex>, isEach: boolean): Hex[] {
  const missing = [...topics].filter(
    (topic) =>
      !codes.includes(
        topic
          .slice(2)
          .toLowerCase()
          .replace(/^(00)+/, ""),
      ),
  );
  return isEach || missing.length === [...topics].length ? missing : [];
}

function suspect(address: Address, topic: Hex, behind: readonly Address[]): Suspicion {
  const where =
    behind.length === 0
      ? "its code does not name it"
      : `neither its code nor that of ${behind.join(", ")}, which it runs, names it`;
  const what = `The contract ${address} does not seem to have the event ${nameOfEvent(topic)}: ${where}. Check the signature or the address.`;
  return { about: `event:${address}:${topic}`, what, isCertain: false };
}
