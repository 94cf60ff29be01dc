import { parseAbi } from "viem";
import { eventsOf } from "../decode.ts";
import type { Rule } from "../facts.ts";

const approvals = eventsOf(parseAbi(["event Approval(address indexed owner, address indexed spender, uint256 value)"]));

/** Leave to spend an account's tokens, given or taken back. */
export const approval: Rule = {
  protocol: "approval",
  explain: ({ logs, isOurs }) =>
    approvals(logs)
      .filter(({ args }) => isOurs(args.owner))
      .map(({ log, args: { owner, spender, value } }) => ({
        ...{ log: log.index, type: "informational", subtype: "approve", asset: { address: log.address }, raw: value },
        ...{ account: owner, protocol: undefined, claims: [log.index] },
        reason: `Approval (log ${log.index}): ${spender} may spend this much.`,
      })),
};
