import { type Address, getAbiItem, isAddressEqual, zeroAddress } from "viem";
import { call, isCallFailure } from "../chain/call.ts";
import type { Read } from "../chain/chain.ts";
import { Refusal } from "../errors.ts";
import type { Survey } from "./executor.ts";
import { anyTimelockAbi, governorAbi } from "./governor-abi.ts";
import { checkCountingMode, clockOf } from "./governor-modes.ts";

/** Reads how a Governor counts, what its clock is, how it numbers and what it queues on; Refusal for what is not understood. */
export function* surveyGovernor(governor: Address, timelock: Address | undefined): Read<Survey> {
  const [counting, clock, own, latest] = yield [
    ask(governor, "COUNTING_MODE"),
    ask(governor, "CLOCK_MODE"),
    ask(governor, "timelock"),
    ask(governor, "latestProposalId"),
  ];
  if (isCallFailure(counting)) {
    throw new Refusal(`There is no OpenZeppelin Governor at ${governor}.`, {
      hint: "A maintainer has to correct `governor` in Steward's config.",
    });
  }
  checkCountingMode(String(counting));
  const mode = isCallFailure(clock) ? undefined : String(clock);
  const its = isCallFailure(own) || own === zeroAddress ? undefined : (own as Address);
  checkTimelock(timelock, its);
  return {
    counting: String(counting),
    clock: clockOf(mode),
    ids: isCallFailure(latest) ? "content" : "sequential",
    ...(its === undefined ? {} : { timelock: yield* timelockKind(its) }),
  };
}

/** Ids, calls and account follow from all of these. */
export function checkSurvey(frozen: Survey, now: Survey): Survey {
  const changed = Object.keys(frozen).find((name) => frozen[name] !== now[name]);
  if (changed === undefined) return frozen;
  throw new Refusal(
    `The Governor has changed since the vote opened: its ${changed} was ${frozen[changed]}, it is ${now[changed] ?? "none"}.`,
    { hint: "Find out who changed it before anything is signed; a new vote is needed." },
  );
}

function checkTimelock(told: Address | undefined, its: Address | undefined): void {
  if (told === undefined || (its !== undefined && isAddressEqual(told, its))) return;
  throw new Refusal(`The Governor's timelock is ${its ?? "none"}, not the config's.`, {
    hint: "A maintainer has to correct `timelock` in Steward's config: ids and accounts would be wrong.",
  });
}

function* timelockKind(at: Address): Read<"controller" | "compound"> {
  const [delay, grace] = yield [
    call(at, getAbiItem({ abi: anyTimelockAbi, name: "getMinDelay" })),
    call(at, getAbiItem({ abi: anyTimelockAbi, name: "GRACE_PERIOD" })),
  ];
  if (!isCallFailure(delay)) return "controller";
  if (!isCallFailure(grace)) return "compound";
  throw new Refusal(`The Governor's timelock ${at} is of no kind that Steward knows.`);
}

function ask(at: Address, name: "COUNTING_MODE" | "CLOCK_MODE" | "timelock" | "latestProposalId") {
  return call(at, getAbiItem({ abi: governorAbi, name }));
}
