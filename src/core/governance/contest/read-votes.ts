import { Refusal } from "../../../errors.ts";
import { formatAmount } from "../../amount.ts";
import { describe } from "../ballots/read-place.ts";
import type { Votes } from "../decision.ts";
import type { Delegation } from "../electorate/check-delegations.ts";
import { makeElectorate, mergeWallets, type WeightRow } from "../electorate/make-electorate.ts";
import type { Counting, RulePack } from "../rule-pack.ts";
import { parseShare } from "../share.ts";
import type { WeightWords } from "../words.ts";
import { type ReadBallots, readBallots } from "./read-ballots.ts";
import { type Row, readAll, readElectorate, readList, readTime, readVoter, readWeight, requireRow } from "./rows.ts";

type PollPack = RulePack<Exclude<Counting, "two-house">>;

/** Votes read from their rows, and how their weights are written. */
export type ReadVotes = { votes: Votes; words: WeightWords } & Pick<ReadBallots, "refused" | "replaced">;

/** Electorate, delegations and ballots of a contest or of one house of it; `where` begins each complaint. */
export function readVotes(row: Row, pack: PollPack, choices: readonly string[], where: string): ReadVotes {
  const decimals = row["decimals"] ?? 0;
  if (typeof decimals !== "number" || !Number.isInteger(decimals) || decimals < 0 || decimals > 36) {
    throw new Refusal(`${where}decimals is ${describe(decimals)}, not a whole number from 0 to 36.`);
  }
  const holders = readHolders(row["holders"], where);
  const listed =
    row["electorate"] === undefined
      ? undefined
      : mergeWallets(readElectorate(row["electorate"], decimals, where), holders);
  const excluded = new Set(
    readList(row["excluded"], `${where}excluded`).map((one) => readVoter(one, `${where}excluded`)),
  );
  const delegations = readDelegations(row["delegations"], where);
  const delegates = delegations.map(({ to }) => ({ voter: to, weight: 0n }));
  const known = listed && weightsOf([...listed, ...delegates]);
  const { ballots, history, weights, refused, replaced } = readBallots(
    row["ballots"],
    { pack, choices, decimals, known },
    where,
  );
  const supply = supplyOf(row["total"], decimals, listed === undefined, where);
  const electorate = makeElectorate([...(listed ?? weights), ...delegates], {
    root: pack.root === true,
    excluded,
    ...(supply === undefined ? {} : { supply }),
  });
  const symbol = typeof row["symbol"] === "string" ? ` ${row["symbol"]}` : "";
  const words: WeightWords = (weight) => formatAmount(weight, decimals) + symbol;
  const votes = { electorate, ballots, ...(pack.lateQuorum ? { history } : {}), delegations };
  return { votes, refused, replaced, words };
}

/** All weight as told; left out, the electorate's sum, or unknown where only ballots are listed. */
function supplyOf(
  written: unknown,
  decimals: number,
  isBallotsOnly: boolean,
  where: string,
): bigint | "unknown" | undefined {
  if (written === null) return "unknown";
  if (written === undefined) return isBallotsOnly ? "unknown" : undefined;
  return readWeight(written, decimals, `${where}total`);
}

function weightsOf(rows: readonly WeightRow[]): Map<string, bigint> {
  const weights = new Map<string, bigint>();
  for (const { voter, weight } of rows) weights.set(voter, (weights.get(voter) ?? 0n) + weight);
  return weights;
}

function readHolders(written: unknown, where: string): Map<string, string> {
  if (written === undefined) return new Map();
  return new Map(
    Object.entries(requireRow(written, `${where}holders`)).map(([wallet, person]) => [
      readVoter(wallet, `${where}holders`),
      readVoter(person, `${where}holders`),
    ]),
  );
}

function readDelegations(written: unknown, where: string): Delegation[] {
  return readAll(readList(written, `${where}delegations`), (one, number) => {
    const what = `${where}delegations row ${number}`;
    const row = requireRow(one, what);
    const { share, expiresAt } = row;
    const until = readTime(expiresAt, `${what}: expiresAt`);
    if (share !== undefined && typeof share !== "string")
      throw new Refusal(`${what}: share is ${describe(share)}, not text such as "50 %".`);
    return {
      from: readVoter(row["from"], what),
      to: readVoter(row["to"], what),
      ...(share === undefined ? {} : { share: parseShare(share) }),
      ...(until === undefined ? {} : { expiresAt: until }),
    };
  });
}
