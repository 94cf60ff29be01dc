import { ONE_TOKEN, type RewardTree, type TreeFormat } from "../../../core/rewards/merkle/tree.ts";
import { Refusal } from "../../../errors.ts";
import type { TreeReward } from "../source.ts";

/** What a tree of one token pays, whose leaves are hashed as one of these formats has it; `names` are what its file may call the token. */
export function singleTokenRewards(
  tree: RewardTree,
  { token, formats, names }: { token: string; formats: readonly TreeFormat[]; names: readonly string[] },
): TreeReward[] {
  requireFormat(tree, formats);
  const known = [ONE_TOKEN, token, ...names].map((name) => name.toLowerCase());
  return tree.leaves.flatMap(({ account, amounts }) =>
    amounts.map((entry) => {
      if (!known.includes(entry.token.toLowerCase()))
        throw new Refusal(`The file is of the token ${entry.token.slice(0, 80)}, and the root of ${token}.`);
      return { node: account, recipient: account, token, amount: entry.amount };
    }),
  );
}

/** Leaves hashed in another way than the contract does would prove what it never pays. */
export function requireFormat({ format }: RewardTree, formats: readonly TreeFormat[]): void {
  if (!formats.includes(format))
    throw new Refusal(
      `The file is of the format ${format}; the contract's leaves are those of ${formats.join(" or ")}.`,
    );
}

/** All that was ever earned and what was earned in one epoch are not to be taken for one another. */
export function requireCumulative({ cumulative }: RewardTree): void {
  if (!cumulative)
    throw new Refusal("The file says that its amounts are those of one epoch; the contract's are cumulative.");
}
