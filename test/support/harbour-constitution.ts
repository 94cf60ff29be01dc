import { stringToHex } from "viem";
import type { Seed } from "../../sandbox/discord/seed.ts";
import { type HarbourChain, walletAt } from "./harbour-chain.ts";
import { harbour, harbourSeed } from "./harbour-seed.ts";

/** The forum that the constitution's proposals are posts of. */
export const assembly = "912345678901234509";

/** Server Members, as Discord's developer portal grants it. */
const MEMBERS_INTENT = 1 << 1;
/** The tags its operator made: those of some states, and one that is left to people. */
export const TAGS = ["Sponsoring", "Review", "Voting", "Passed", "Decided", "Executed", "Sea talk"];

/** The community's server with a forum that has some of the states' tags, and a bot that may list members. */
export function assemblySeed(): Seed {
  const seed = harbourSeed();
  const tags = TAGS.map((name, index) => ({ id: `91234567890123460${index}`, name }));
  const forum = { id: assembly, name: "assembly", type: 15 as const, tags };
  return { ...seed, grantedIntents: MEMBERS_INTENT, channels: [...seed.channels, forum] };
}

const share = (text: string) => ({ kind: "share", share: text });
const weight = (tide: number) => ({ kind: "absolute", weight: `${tide}${"0".repeat(18)}` });

/** A constitution as its operator wrote it from docs/config.md: a pack of most kinds, and electorates of most kinds. */
export function constitution({ addresses: at, chainId }: Pick<HarbourChain, "addresses" | "chainId">) {
  const change = { chain: chainId, target: at.settings, executor: "council" };
  const onChain = { chain: chainId, symbol: "TIDE" };
  return {
    channels: { proposals: assembly, executions: harbour.channels.deeds, reports: harbour.channels.ledger },
    roles: {
      member: [harbour.roles.crew],
      maintainer: [harbour.roles.warden],
      treasurer: [harbour.roles.purser],
      guardian: [harbour.roles.warden],
    },
    electorates: {
      holders: { kind: "votes", ...onChain, token: at.token, excluded: [at.treasury] },
      purses: { kind: "balance", ...onChain, token: at.token, standard: "erc20", excluded: [at.pay] },
      pilots: { kind: "role", roles: [harbour.roles.pilot] },
      crew: { kind: "role", roles: [harbour.roles.crew], listed: true },
      vaulted: {
        kind: "call",
        ...onChain,
        target: at.vault,
        weight: "function balanceOf(address owner) view returns (uint256)",
        total: "function totalSupply() view returns (uint256)",
        symbol: "vTIDE",
        decimals: 21,
      },
      loud: {
        kind: "call",
        ...onChain,
        target: at.token,
        weight: "function getVotes(address account) view returns (uint256)",
      },
      all: {
        kind: "sum",
        symbol: "TIDE",
        decimals: 21,
        of: [{ electorate: "holders", times: "1000" }, { electorate: "vaulted" }],
      },
    },
    rulePacks: {
      plain: { title: "Plain majority", quorum: share("10 %") },
      charter: {
        extends: "dimo",
        title: "Charter",
        cap: "50 %",
        levels: {
          L1: {
            title: "Level 1",
            approval: { share: "50 %", comparison: "more-than" },
            quorum: { ...share("3 %"), counts: ["cast"] },
          },
          L2: {
            title: "Level 2",
            approval: { share: "60 %", comparison: "at-least" },
            quorum: { ...share("10 %"), counts: ["cast"] },
          },
        },
        life: {
          sponsorship: { threshold: weight(1_500), withdrawWhenBelow: true },
          reviewSeconds: 20,
          votingSeconds: 60,
          timelockSeconds: 15,
        },
      },
      runoff: {
        title: "Runoff",
        counting: "ranked",
        electorate: "all",
        quorum: share("5 %"),
        delegation: { depth: "one-hop", override: true },
      },
      pairs: { title: "Pairs", counting: "condorcet", electorate: "purses", quorum: share("1 %") },
      grants: {
        title: "Grants",
        counting: "quadratic",
        electorate: "loud",
        quorum: { kind: "absolute", weight: "1000000000" },
        root: true,
      },
      budget: { title: "Budget", counting: "weighted", secret: true, electorate: "crew", quorum: share("30 %") },
      lazy: { title: "Lazy", counting: "optimistic", silencePasses: true, electorate: "crew", quorum: share("50 %") },
      houses: {
        title: "Two houses",
        counting: "two-house",
        houses: {
          holders: { title: "Holders", quorum: share("4 %") },
          pilots: { title: "Pilots", quorum: { kind: "absolute", weight: 1 } },
        },
      },
      swift: { title: "Swift", electorate: "crew", quorum: share("40 %"), ballots: "final", early: true },
      late: {
        title: "Late",
        electorate: "vaulted",
        quorum: share("1 %"),
        ballots: "final",
        lateQuorum: { seconds: 90 },
      },
      guarded: { title: "Guarded", electorate: "crew", quorum: share("20 %"), ballots: "final", veto: share("40 %") },
      nods: {
        title: "Nods",
        counting: "approval",
        electorate: "pilots",
        quorum: { kind: "absolute", weight: 1 },
        winners: 2,
      },
    },
    voting: {
      rulePack: "plain",
      electorate: "holders",
      periodSeconds: 60,
      reminderSeconds: 10,
      openPerAuthor: 30,
      perAuthorPerDay: 60,
    },
    parameters: {
      berth: {
        ...change,
        title: "Berth settings",
        getter: "function getUint(bytes32 key) view returns (uint256)",
        setter: "function setUint(bytes32 key, uint256 value)",
        keys: { price: stringToHex("berth.price", { size: 32 }) },
        codec: { type: "token", token: "tide" },
        guardrails: { min: "1 TIDE", max: "500 TIDE" },
        rulePack: "charter",
        level: "L2",
      },
      "mooring-fee": {
        ...change,
        title: "Mooring fee",
        getter: "function mooringFee() view returns (uint16)",
        setter: "function setMooringFee(uint16 bps)",
        codec: { type: "percent", scale: 10_000 },
        guardrails: { min: "0 %", max: "20 %", step: "0.5 %" },
        rulePack: "houses",
      },
    },
  };
}

/** Two sailors bring some of their tokens to the vault, so that its shares weigh something. */
export async function depositInVault({ send, addresses }: HarbourChain): Promise<void> {
  for (const [sailor, tide] of [
    [1, 100n],
    [2, 50n],
  ] as const) {
    await send(sailor, "token", "approve", [addresses.vault, tide * 10n ** 18n]);
    await send(sailor, "vault", "deposit", [tide * 10n ** 18n, walletAt(sailor).address]);
  }
}
