import { type Address, getAbiItem, type Hex } from "viem";
import { call, isCallFailure, resultOf } from "../chain/call.ts";
import type { RawLog, Read } from "../chain/chain.ts";
import { Refusal } from "../errors.ts";
import type { ExecutionSeen, Mandate, Milestones, Survey } from "./executor.ts";
import { safeAbi, safeTopics } from "./safe-abi.ts";
import { domainHash, type SafePlace } from "./safe-hash.ts";
import { multiSendOf } from "./safe-transaction.ts";

/** Reads a Safe's version, nonce and threshold; Refusal for what is no Safe of a version that is known. */
export function* surveySafe({ chain, safe }: SafePlace): Read<Survey> {
  const [version, domain, nonce, threshold] = yield [
    ask(safe, "VERSION"),
    ask(safe, "domainSeparator"),
    ask(safe, "nonce"),
    ask(safe, "getThreshold"),
  ];
  if ([version, domain, nonce, threshold].some(isCallFailure)) {
    throw new Refusal(`There is no Safe at ${safe}.`, {
      hint: "A maintainer has to correct `safe` in Steward's config.",
    });
  }
  const survey = { version: String(version), nonce: String(nonce), threshold: String(threshold) };
  multiSendOf(survey, undefined);
  if (domain !== domainHash({ chain, safe }))
    throw new Refusal(`The Safe at ${safe} signs for another chain or another account than the config names.`);
  return survey;
}

/** A nonce that was used otherwise meanwhile is given up for the next one; the Safe itself has to be the same. */
export function renewSafe(frozen: Survey, now: Survey): Survey {
  if (frozen["version"] !== now["version"]) {
    throw new Refusal(
      `The Safe has changed since the vote opened: it was version ${frozen["version"]}, it is ${now["version"]}.`,
      { hint: "Find out who changed it before anything is signed; a new vote is needed." },
    );
  }
  return frozen["nonce"] === now["nonce"] ? frozen : now;
}

/** How a transaction stands: who of the owners approved it, and whether its nonce is used. Which transaction used it, only logs tell. */
export function* followSafe({ safe }: SafePlace, id: Hex, { survey }: Mandate): Read<ExecutionSeen> {
  const [used, threshold, listed] = yield [ask(safe, "nonce"), ask(safe, "getThreshold"), ask(safe, "getOwners")];
  const owners = resultOf<readonly Address[]>(listed);
  const approvals = yield owners.map((owner) => ask(safe, "approvedHashes", owner, id));
  const approvers = owners.filter((_, index) => resultOf<bigint>(approvals[index]) !== 0n);
  const needed = Number(resultOf<bigint>(threshold));
  const current = resultOf<bigint>(used);
  const nonce = BigInt(survey["nonce"] ?? 0);
  const facts = {
    nonce: nonce.toString(),
    current: current.toString(),
    threshold: String(needed),
    owners: String(owners.length),
    approvals: String(approvers.length),
    approvers: approvers.join(","),
    // More approvals than it takes are no news.
    progress: `${Math.min(approvers.length, needed)}/${needed}`,
  };
  if (current > nonce) return { state: "replaced", facts };
  if (approvers.length >= needed) return { state: "approved", facts };
  return { state: approvers.length > 0 ? "approving" : "waiting", facts };
}

/** The logs of a Safe that tell of a transaction, and of others that used its nonce. */
export function safeLogs({ safe }: SafePlace, id: Hex): Milestones {
  const { executed, failed, approved } = safeTopics;
  return {
    filter: { addresses: [safe], topics: [executed, failed, approved] },
    find: (logs, { state, facts }) => {
      if (state !== "replaced") {
        const own = logs.filter((log) => log.topics[0] === approved && log.topics[1] === id);
        return { state, log: state === "waiting" ? undefined : own.at(-1) };
      }
      const uses = logs.filter((log) => log.topics[0] === executed || log.topics[0] === failed);
      const own = uses.find((log) => hashIn(log) === id);
      if (own) return { state: own.topics[0] === executed ? "executed" : "failed", log: own };
      // Each use takes one nonce, so that the one in question is as far from the newest as it is from the current nonce.
      const other = uses.at(-Number(BigInt(facts["current"] ?? 0) - BigInt(facts["nonce"] ?? 0)));
      return other && { state: "replaced", log: other };
    },
  };
}

/** Before 1.4.1 the hash was not indexed. */
function hashIn(log: RawLog): string {
  return log.topics[1] ?? log.data.slice(0, 66);
}

function ask(
  at: Address,
  name: "VERSION" | "domainSeparator" | "nonce" | "getThreshold" | "getOwners" | "approvedHashes",
  ...args: unknown[]
) {
  return call(at, getAbiItem({ abi: safeAbi, name }), ...args);
}
