import { type Address, getAbiItem, type Hex } from "viem";
import { z } from "zod";
import { address, chainId } from "../config/fields.ts";
import { callsOf, stepOf } from "./calls.ts";
import {
  type ExecutionSeen,
  type ExecutorAction,
  executorKind,
  finalStates,
  type Prediction,
  type Step,
  type Survey,
} from "./executor.ts";
import { safeAbi } from "./safe-abi.ts";
import { builderFile } from "./safe-builder.ts";
import { followSafe, renewSafe, safeLogs, surveySafe } from "./safe-follow.ts";
import { domainHash, messageHash, type SafeTransaction, safeTxHash } from "./safe-hash.ts";
import { approvalSignatures, multiSendOf, transactionOf } from "./safe-transaction.ts";
import { watchSafe } from "./safe-watch.ts";

const schema = z
  .strictObject({
    kind: z.literal("safe").meta({ description: "A Safe: 1.3.0, 1.4.1 or 1.5.0.", example: "safe" }),
    chain: chainId.meta({ description: "The chain it lives on." }),
    safe: address.meta({ description: "The Safe; its owners approve, anybody executes." }),
    multiSend: address.optional().meta({
      description:
        "Its version's MultiSendCallOnly, through which it makes several calls at once. Default: where Safe deployed it.",
      example: "0x9641d764fc13c8B624c04430C7356C1C7C8102e2",
    }),
  })
  .meta({ description: "Transactions of a Safe, approved on chain by its owners; no service in between." });

type SafeSettings = z.output<typeof schema>;

/** A Safe whose owners approve a hash on chain. */
export const safe = executorKind("safe", schema, (name, settings) => ({
  name,
  kind: "safe",
  chain: settings.chain,
  address: settings.safe,
  account: settings.safe,
  survey: () => surveySafe(settings),
  renew: renewSafe,
  slot: ({ nonce }) => `nonce ${nonce}`,
  predict: (actions, _, survey) => predict(settings, transaction(settings, actions, survey)),
  prepare: (actions, _, survey, seen) => prepare(settings, transaction(settings, actions, survey), seen),
  files: ({ actions, survey }) => {
    const id = safeTxHash(settings, transaction(settings, actions, survey));
    return [builderFile(settings, callsOf(settings.chain, actions), { id, nonce: survey["nonce"] ?? "0" })];
  },
  borrowed: ({ actions, survey }) => {
    const { operation } = transaction(settings, actions, survey);
    const { address, codeHash } = multiSendOf(survey, settings.multiSend);
    return operation === 0 ? [] : [{ address, codeHashes: [codeHash] }];
  },
  follow: (onchainId, mandate) => followSafe(settings, onchainId as Hex, mandate),
  milestones: (onchainId) => safeLogs(settings, onchainId as Hex),
  watch: watchSafe(settings.safe),
  news: ["progress"],
  final: finalStates,
}));

function transaction(settings: SafeSettings, actions: readonly ExecutorAction[], survey: Survey): SafeTransaction {
  const { address } = multiSendOf(survey, settings.multiSend);
  return transactionOf(callsOf(settings.chain, actions), survey, address);
}

function predict(settings: SafeSettings, sent: SafeTransaction): Prediction[] {
  const about = (kind: string, label: string, id: Hex): Prediction => ({ kind, label, id });
  return [
    about("safe-transaction", `safeTxHash (nonce ${sent.nonce})`, safeTxHash(settings, sent)),
    about("safe-domain", "Domain hash", domainHash(settings)),
    about("safe-message", "Message hash", messageHash(sent)),
  ];
}

function prepare(settings: SafeSettings, sent: SafeTransaction, seen: ExecutionSeen | undefined): Step[] {
  const { chain, safe: to } = settings;
  const approve = stepOf(
    { name: "approve", sender: "each owner of the Safe", due: ["waiting", "approving"], chain, to },
    getAbiItem({ abi: safeAbi, name: "approveHash" }),
    [safeTxHash(settings, sent)],
  );
  const signers = approvers(seen);
  if (signers === undefined) return [approve];
  const { value, data, operation, safeTxGas, baseGas, gasPrice, gasToken, refundReceiver } = sent;
  const execute = stepOf(
    { name: "execute", sender: "anybody", due: ["approved"], chain, to },
    getAbiItem({ abi: safeAbi, name: "execTransaction" }),
    [
      ...[sent.to, value, data, operation, safeTxGas, baseGas, gasPrice, gasToken, refundReceiver],
      approvalSignatures(signers),
    ],
  );
  return [approve, execute];
}

/** As many of those who approved as the Safe asks for; undefined before there are. */
function approvers(seen: ExecutionSeen | undefined): readonly Address[] | undefined {
  const all = (seen?.facts["approvers"] ?? "").split(",").filter((one): one is Address => one !== "");
  const threshold = Number(seen?.facts["threshold"] ?? Number.POSITIVE_INFINITY);
  return all.length >= threshold ? all.slice(0, threshold) : undefined;
}
