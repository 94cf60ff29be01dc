import { askBlocks } from "./blocks.ts";
import type { UncheckedLog } from "./log-check.ts";
import type { Provider } from "./provider.ts";
import { ProviderFailure } from "./provider-failure.ts";

/** The times of logs' blocks, by their headers, for nodes that give none with a log; throws ProviderFailure where a header is another's. */
export async function readTimes(
  provider: Provider,
  logs: readonly UncheckedLog[],
): Promise<ReadonlyMap<bigint, number>> {
  const hashes = new Map(logs.map(({ blockNumber, blockHash }) => [blockNumber, blockHash]));
  const blocks = await askBlocks(provider, [...hashes.keys()]);
  return new Map(
    [...hashes].map(([number, hash]) => {
      const block = blocks.get(number);
      if (block?.hash !== hash) throw new ProviderFailure("unfit", `has another block ${number} than its logs say`);
      return [number, block.timestamp];
    }),
  );
}
