import { type Address, getAddress, type Hex, isAddress, isHash, isHex } from "viem";
import type { GasUse } from "../core/treasury/accounts/gas-paid.ts";
import { headerRequest } from "./blocks.ts";
import type { Pool } from "./failover.ts";
import type { Provider } from "./provider.ts";
import type { RpcAnswer } from "./rpc.ts";

/** A transaction, and the height of the final block that its logs stand in. */
export type InBlock = { hash: Hex; block: bigint };

/** Who sent a transaction, and what it used and was charged. */
export type GasReceipt = GasUse & { sender: Address };

type Raw = Readonly<Record<string, unknown>>;
type Witness = GasReceipt & { blockHash: string };

/**
 * Reads what transactions used, all in one request to each provider; undefined for those that two providers do not tell of alike. Where one
 * provider alone answers it is believed: the logs that led here were held against a second one, or waited for it long enough.
 */
export function createGasReceipts(pool: Pool) {
  return async (sent: readonly InBlock[]): Promise<(GasReceipt | undefined)[]> => {
    const agreed = (answers: readonly (Witness | undefined)[][], least: number) =>
      sent.map((_, index) =>
        toldAlike(
          answers.map((answer) => answer[index]),
          least,
        ),
      );
    const { answers, failures } = await pool.useEach(
      (provider) => ask(provider, sent),
      (list) => !agreed(valuesOf(list), Math.min(2, pool.size)).includes(undefined),
    );
    if (answers.length === 0) throw pool.refuse("No provider gave receipts.", "receipts", failures);
    return agreed(valuesOf(answers), Math.min(2, answers.length));
  };
}

function valuesOf<T>(answers: readonly { value: T }[]): T[] {
  return answers.map(({ value }) => value);
}

/** What at least so many say alike. */
function toldAlike(witnesses: readonly (Witness | undefined)[], least: number): GasReceipt | undefined {
  const same = (one: Witness, other: Witness | undefined) =>
    other !== undefined && (Object.keys(one) as (keyof Witness)[]).every((key) => one[key] === other[key]);
  const found = witnesses.find((one) => one && witnesses.filter((other) => same(one, other)).length >= least);
  if (found === undefined) return undefined;
  const { blockHash: _, ...receipt } = found;
  return receipt;
}

/** Receipts, and the headers of the blocks they must be of, in one batch. */
async function ask(provider: Provider, sent: readonly InBlock[]): Promise<(Witness | undefined)[]> {
  const heights = [...new Set(sent.map(({ block }) => block))];
  const answers = await provider.askAll([
    ...sent.map(({ hash }) => ({ method: "eth_getTransactionReceipt", params: [hash] })),
    ...heights.map(headerRequest),
  ]);
  const hashes = new Map(heights.map((height, index) => [height, resultIn(answers[sent.length + index])?.["hash"]]));
  return sent.map((one, index) => read(resultIn(answers[index]), one, hashes.get(one.block)));
}

function resultIn(answer: RpcAnswer | undefined): Raw | undefined {
  if (answer === undefined || !("result" in answer)) return undefined;
  return typeof answer.result === "object" && answer.result !== null ? (answer.result as Raw) : undefined;
}

/** Undefined for a receipt of another transaction or block, or one that does not say all that was paid. */
function read(raw: Raw | undefined, { hash, block }: InBlock, blockHash: unknown): Witness | undefined {
  if (raw === undefined || !isHash(String(blockHash))) return undefined;
  const [used, price] = [quantity(raw["gasUsed"]), quantity(raw["effectiveGasPrice"] ?? raw["gasPrice"])];
  const { from, transactionHash, blockNumber } = raw;
  const isOther =
    String(transactionHash).toLowerCase() !== hash.toLowerCase() ||
    raw["blockHash"] !== blockHash ||
    quantity(blockNumber) !== block;
  if (isOther || used === undefined || price === undefined) return undefined;
  if (typeof from !== "string" || !isAddress(from, { strict: false })) return undefined;
  const operatorFee = quantity(raw["operatorFee"]);
  if (operatorFee === undefined && hasOperatorFee(raw)) return undefined;
  return {
    ...{ sender: getAddress(from), used, price, operatorFee, blockHash: String(blockHash) },
    ...{ dataFee: quantity(raw["l1Fee"]), usedForData: quantity(raw["gasUsedForL1"]) },
  };
}

/** An operator that charges, by parameters whose formula changed with the chain's version, which no receipt names. */
function hasOperatorFee(raw: Raw): boolean {
  return [raw["operatorFeeScalar"], raw["operatorFeeConstant"]].some((value) => (quantity(value) ?? 0n) > 0n);
}

function quantity(value: unknown): bigint | undefined {
  return isHex(value) && value !== "0x" ? BigInt(value) : undefined;
}
