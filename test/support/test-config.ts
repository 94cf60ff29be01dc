import { z } from "zod";
import { type Config, type ConfigInput, configSchema, type Kind } from "../../src/config/schema.ts";
import { executorKinds } from "../../src/executors/index.ts";

/** Ids that tests speak of. */
export const ids = {
  server: "700000000000000001",
  proposals: "700000000000000201",
  reports: "700000000000000202",
  alarms: "700000000000000203",
  member: "700000000000000301",
  maintainer: "700000000000000302",
  treasurer: "700000000000000303",
  ada: "700000000000000401",
  ben: "700000000000000402",
  cleo: "700000000000000403",
} as const;

export const token = "0x1000000000000000000000000000000000000001";
export const registry = "0x2000000000000000000000000000000000000002";
export const governor = "0x3000000000000000000000000000000000000003";

const unused: Kind = { kind: "unused", schema: z.strictObject({ kind: z.literal("unused"), chain: z.int() }) };

/** Kinds of sources a test config may name, beyond the executors that there are. */
export type TestKinds = { rewards?: readonly Kind[]; yields?: readonly Kind[] };

/** The config tests start from; what a test changes is merged over it at the first level. */
export function testConfig(changes: Partial<ConfigInput> = {}, kinds: TestKinds = {}): Config {
  const { rewards = [unused], yields = [unused] } = kinds;
  return configSchema({ rewards, yields, executors: executorKinds }).parse({ ...base, ...changes });
}

const base: ConfigInput = {
  server: ids.server,
  name: "Heliogrid",
  channels: { proposals: ids.proposals, reports: ids.reports, alarms: ids.alarms },
  roles: { member: [ids.member], maintainer: [ids.maintainer], treasurer: [ids.treasurer] },
  chains: { "31337": { name: "Local chain" } },
  electorates: {
    holders: { kind: "votes", chain: 31_337, token, symbol: "HELIO", decimals: 18 },
    crew: { kind: "role", roles: [ids.member] },
  },
  rulePacks: {
    standard: { title: "Standard", quorum: { kind: "share", share: "4 %" } },
    crew: { title: "Crew", quorum: { kind: "absolute", weight: "2" } },
  },
  voting: { rulePack: "standard", electorate: "holders", periodSeconds: 3_600, reminderSeconds: 600 },
  executors: { dao: { kind: "governor", chain: 31_337, governor } },
  parameters: {
    "operator-fee": {
      title: "Operator fee",
      chain: 31_337,
      target: registry,
      getter: "function operatorFeeBps() view returns (uint256)",
      setter: "function setOperatorFeeBps(uint256 value)",
      codec: { type: "percent", scale: "10000" },
      guardrails: { min: "0 %", max: "30 %", step: "0.25 %" },
      executor: "dao",
    },
  },
};
