import { type Address, isAddressEqual, parseAbi } from "viem";
import { eventsOf } from "../decode.ts";
import type { Rule } from "../facts.ts";
import { tell } from "../legs.ts";
import type { Line } from "../line.ts";

const protocol = "thegraph";

const read = eventsOf(
  parseAbi([
    "event StakeDelegated(address indexed indexer, address indexed delegator, uint256 tokens, uint256 shares)",
    "event TokensDelegated(address indexed serviceProvider, address indexed verifier, address indexed delegator, uint256 tokens, uint256 shares)",
    "event StakeDelegatedLocked(address indexed indexer, address indexed delegator, uint256 tokens, uint256 shares, uint256 until)",
    "event TokensUndelegated(address indexed serviceProvider, address indexed verifier, address indexed delegator, uint256 tokens, uint256 shares)",
  ]),
);

const GRT: Readonly<Record<number, Address>> = {
  1: "0xc944E90C64B2c07662A292be6244BDf05Cda44a7",
  42161: "0x9623063377AD1B27544C965cCd7342f7EA7e88C7",
};

/** Delegation in The Graph: of what is sent a tax is burned, and the rest is delegated. */
export const theGraph: Rule = {
  protocol,
  explain: ({ logs, moves, chain, isOurs }) =>
    read(logs).flatMap(({ log, eventName, args }): Line[] => {
      const { delegator, tokens } = args;
      const token = GRT[chain];
      if (!isOurs(delegator) || token === undefined) return [];
      const reason = `${eventName} (log ${log.index}): ${tokens}.`;
      if (eventName === "StakeDelegatedLocked" || eventName === "TokensUndelegated")
        return [
          {
            ...{ log: log.index, type: "informational", subtype: "none", asset: { address: token }, raw: 0n },
            ...{ account: delegator, protocol, claims: [], reason },
          },
        ];
      const move = moves.find((one) => one.way === "out" && isAddressEqual(one.token, token) && one.raw >= tokens);
      if (move === undefined) return [];
      const staked = tell(move, { type: "staking", subtype: "deposit_asset", protocol, reason });
      const tax = move.raw - tokens;
      if (tax === 0n) return [staked];
      const why = `Sent ${move.raw}, of which ${tokens} were delegated (log ${log.index}); the rest is the tax.`;
      return [
        { ...staked, raw: tokens },
        { ...staked, raw: tax, type: "spend", subtype: "fee", reason: why, claims: [] },
      ];
    }),
};
