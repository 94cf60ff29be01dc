import { stringToHex } from "viem";
import type { HarbourChain } from "./harbour-chain.ts";
import { harbour } from "./harbour-seed.ts";

/** The community's config as its operator wrote it from docs/config.md: nothing in it is known from the sandbox. */
export function harbourConfig({ addresses: at, chainId }: HarbourChain) {
  const change = { chain: chainId, target: at.settings, executor: "council" };
  return {
    server: harbour.guild,
    name: "Harbour",
    timeZone: "Pacific/Auckland",
    channels: {
      proposals: harbour.channels.quay,
      executions: harbour.channels.deeds,
      reports: harbour.channels.ledger,
    },
    roles: { member: [harbour.roles.crew], maintainer: [harbour.roles.warden], treasurer: [harbour.roles.purser] },
    chains: { [chainId]: { name: "Harbour chain", finality: { kind: "depth", blocks: 0 }, native: "SALT" } },
    tokens: { tide: { chain: chainId, address: at.token, symbol: "TIDE", decimals: 18 } },
    electorates: {
      holders: { kind: "votes", chain: chainId, token: at.token, symbol: "TIDE" },
      pilots: { kind: "role", roles: [harbour.roles.pilot] },
    },
    rulePacks: {
      plain: {
        title: "Plain majority",
        quorum: { kind: "share", share: "10 %", counts: ["for", "against", "abstain"] },
        approval: { share: "50 %", comparison: "at-least" },
      },
    },
    voting: { rulePack: "plain", electorate: "holders", periodSeconds: 20, reminderSeconds: 10, openPerAuthor: 3 },
    executors: { council: { kind: "governor", chain: chainId, governor: at.governor } },
    parameters: {
      berth: {
        ...change,
        title: "Berth settings",
        getter: "function getUint(bytes32 key) view returns (uint256)",
        setter: "function setUint(bytes32 key, uint256 value)",
        keys: { price: stringToHex("berth.price", { size: 32 }) },
        codec: { type: "token", token: "tide" },
        guardrails: { min: "1 TIDE", max: "500 TIDE" },
      },
      "mooring-fee": {
        ...change,
        title: "Mooring fee",
        getter: "function mooringFee() view returns (uint16)",
        setter: "function setMooringFee(uint16 bps)",
        codec: { type: "percent", scale: 10_000 },
        guardrails: { min: "0 %", max: "20 %", step: "0.5 %" },
      },
    },
    rewards: {
      wages: {
        kind: "event",
        chain: chainId,
        label: "Station wages",
        contract: at.pay,
        token: "tide",
        event: "event Settled(bytes32 indexed station, address payee, uint128 wage)",
        node: "station",
        recipient: "payee",
        amount: "wage",
      },
    },
    positions: {
      cellar: { kind: "erc4626", chain: chainId, label: "Cellar", vault: at.vault, holder: at.treasury, token: "tide" },
    },
    treasury: [{ chain: chainId, address: at.treasury, label: "Harbour chest" }],
    reports: { brief: { title: "Harbour brief", every: { seconds: 20 } } },
  };
}
