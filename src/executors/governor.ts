import { getAbiItem } from "viem";
import { z } from "zod";
import { address, chainId } from "../config/fields.ts";
import { type Calls, callsOf, descriptionHash, stepOf } from "./calls.ts";
import { type ExecutionSeen, executorKind, finalStates, type Prediction, type Step, type Survey } from "./executor.ts";
import { governorAbi } from "./governor-abi.ts";
import { followGovernor, governorLogs } from "./governor-follow.ts";
import { type GovernorPlace, proposalId, queuedId } from "./governor-ids.ts";
import { checkSurvey, surveyGovernor } from "./governor-survey.ts";
import { watchGovernor } from "./governor-watch.ts";

const schema = z
  .strictObject({
    kind: z
      .literal("governor")
      .meta({ description: "An OpenZeppelin Governor, with or without a timelock.", example: "governor" }),
    chain: chainId.meta({ description: "The chain it lives on." }),
    governor: address.meta({ description: "The Governor; a treasurer proposes to it." }),
    timelock: address.optional().meta({
      description:
        "Its timelock, in whose name calls are made, so that the operation's id is shown and its waiting followed.",
      example: "0x4D9b0aCc5dE2b1b2b1b7aB0D1f2a3C4d5E6F7a8B",
    }),
  })
  .meta({ description: "Proposals to an OpenZeppelin Governor, executed through its timelock." });

/** OpenZeppelin's Governor, 4.x and 5.x, with a TimelockController, a Compound timelock or none. */
export const governor = executorKind("governor", schema, (name, settings) => ({
  name,
  kind: "governor",
  chain: settings.chain,
  address: settings.governor,
  account: settings.timelock ?? settings.governor,
  survey: () => surveyGovernor(settings.governor, settings.timelock),
  renew: checkSurvey,
  slot: () => undefined,
  predict: (actions, description, survey) => predict(settings, callsOf(settings.chain, actions), description, survey),
  prepare: (actions, description, survey, seen) =>
    prepare(settings, callsOf(settings.chain, actions), { description, survey, seen }),
  files: () => [],
  borrowed: () => [],
  follow: (onchainId, mandate) => followGovernor(settings, onchainId, mandate),
  milestones: (onchainId, mandate) => governorLogs(settings, onchainId, mandate),
  watch: watchGovernor(settings),
  // Votes that come late can move the end.
  news: ["deadline"],
  final: [...finalStates, "canceled"],
}));

function predict(settings: GovernorPlace, calls: Calls, description: string, survey: Survey): Prediction[] {
  const id = proposalId(calls, description).toString();
  const byContent =
    survey["ids"] === "sequential"
      ? { kind: "governor-content", label: "Governor proposal, by its content", id }
      : { kind: "governor-proposal", label: "Governor proposal", id };
  const operation = queuedId(settings, calls, description, survey);
  if (operation === undefined) return [byContent];
  return [byContent, { kind: "timelock-operation", label: "Timelock operation", id: operation }];
}

function prepare(
  { chain, governor: to, timelock }: GovernorPlace,
  { targets, values, calldatas }: Calls,
  { description, survey, seen }: { description: string; survey: Survey; seen: ExecutionSeen | undefined },
): Step[] {
  const calls = [targets, values, calldatas];
  const queues = (timelock !== undefined || survey["timelock"] !== undefined) && seen?.facts["queuing"] !== "none";
  const on = { chain, to };
  const anybody = "anybody";
  const hashed = [...calls, descriptionHash(description)];
  const propose = stepOf(
    { ...on, name: "propose", sender: "an account with enough votes to propose", due: ["waiting"] },
    getAbiItem({ abi: governorAbi, name: "propose" }),
    [...calls, description],
  );
  const queue = stepOf(
    { ...on, name: "queue", sender: anybody, due: ["succeeded"] },
    getAbiItem({ abi: governorAbi, name: "queue" }),
    hashed,
  );
  const execute = stepOf(
    { ...on, name: "execute", sender: anybody, due: [queues ? "queued" : "succeeded"] },
    getAbiItem({ abi: governorAbi, name: "execute" }),
    hashed,
  );
  return queues ? [propose, queue, execute] : [propose, execute];
}
