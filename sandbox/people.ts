import { mnemonicToAccount } from "viem/accounts";

/** The development mnemonic every local chain knows. These keys are public: they must never hold anything of worth. */
export const MNEMONIC = "test test test test test test test test test test test junk";

/** The roles of the sandbox server, by Discord role id. */
export const ROLES = {
  member: "700000000000000101",
  maintainer: "700000000000000102",
  treasurer: "700000000000000103",
} as const;

/** The sandbox's server, its bot, and its channels, by Discord id (17 to 19 digits, as the library expects). */
export const SERVER = {
  guild: "700000000000000001",
  application: "700000000000000002",
  owner: "700000000000000003",
  botRole: "700000000000000104",
  token: "sandbox.bot.token",
  channels: {
    general: "700000000000000201",
    proposals: "700000000000000202",
    executions: "700000000000000203",
    reports: "700000000000000204",
    alarms: "700000000000000205",
  },
} as const;

export type Person = {
  /** The handle, used on command lines and in the story. */
  name: string;
  displayName: string;
  /** Discord user id. */
  id: string;
  roles: readonly string[];
  /** Index of the test wallet in the mnemonic. */
  wallet: number;
  /** Voting tokens given at the start, in whole HELIO. */
  helio: bigint;
};

/** Everybody who lives in the sandbox's server. */
export const PEOPLE: readonly Person[] = [
  person(1, "ada", "Ada", [ROLES.member], 120_000n),
  person(2, "ben", "Ben", [ROLES.member], 80_000n),
  person(3, "chloe", "Chloé", [ROLES.member], 60_000n),
  person(4, "dina", "Dina", [ROLES.member], 45_000n),
  person(5, "emil", "Emil", [ROLES.member], 30_000n),
  person(6, "mara", "Mara", [ROLES.member, ROLES.maintainer], 20_000n),
  person(7, "theo", "Theo", [ROLES.member, ROLES.treasurer], 150_000n),
  person(8, "tess", "Tess", [ROLES.member, ROLES.treasurer], 100_000n),
  person(9, "nils", "Nils", [], 0n),
];

/** The person's test wallet. */
export function walletOf(person: Person) {
  return mnemonicToAccount(MNEMONIC, { addressIndex: person.wallet });
}

function person(index: number, name: string, displayName: string, roles: readonly string[], helio: bigint): Person {
  return { name, displayName, id: `7000000000000003${String(index).padStart(2, "0")}`, roles, wallet: index, helio };
}
