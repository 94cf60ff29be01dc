import type { HandoffDetails } from "../../actions/describe-handoff.ts";
import type { OutgoingFile } from "../../app.ts";
import { formatAmount } from "../../core/amount.ts";
import { code, plain } from "../../core/sanitize.ts";
import { container, divider, download, link, row, text } from "../components.ts";
import { markerLine } from "../marker.ts";
import { changeLine } from "./proposal.ts";

const COIN_DECIMALS = 18;

/** The prepared call: what it does in words, and everything needed to sign it with one's own wallet. */
export function handoffCard(details: HandoffDetails, marker?: string) {
  const { proposal, handoff, preparedBy, call, chainName, explorer } = details;
  const name = `calldata-${proposal.id}.txt`;
  const file: OutgoingFile = {
    name,
    data: Buffer.from(`${call.data}\n`),
    description: `Calldata of the call that takes proposal #${proposal.id} to the chain`,
  };
  const words: OutgoingFile = {
    name: `call-${proposal.id}.txt`,
    data: Buffer.from(callInWords(details)),
    description: `The same call in words, argument by argument`,
  };
  const components = [
    container(
      "waiting",
      text(
        `## #${proposal.id} · ${handoff.state === undefined ? "Ready for a treasurer's wallet" : `Handed off, now ${plain(handoff.state, 40)}`}`,
        ...proposal.changes.slice(0, 3).map(changeLine),
        `Prepared for <@${preparedBy}>. Steward holds no key: a treasurer signs it, with any wallet.`,
      ),
      divider(),
      text(
        `**The call** on ${plain(chainName, 40)} (chain id ${call.chain})`,
        `To ${code(call.to)}`,
        `Value ${code(coinsOf(details), 60)} · ${code(functionName(call.signature), 60)}`,
        ...proposal.changes
          .slice(0, 3)
          .map((change) => `It asks for ${code(change.call, 160)} at ${code(change.action.target)}`),
      ),
      download(name),
      download(words.name),
      text(`\`\`\`sh\n${castCommand(details, name)}\n\`\`\``),
      ...(explorer === undefined ? [] : [row(link("Contract on the explorer", `${explorer}/address/${call.to}`))]),
      divider(),
      text(
        ...proposal.predicted.slice(0, 4).map(({ label, id }) => `-# ${plain(label, 40)} ${code(id)}`),
        `-# Actions hash ${code(proposal.actionsHash)}, as frozen when the vote opened`,
        `-# Sign only if your wallet shows exactly this address and the id above. Hand-off ${handoff.id}.`,
        marker === undefined ? undefined : markerLine(marker),
      ),
    ),
  ];
  return { components, files: [file, words] };
}

/** What a wallet shows, to be compared line by line. */
function callInWords(details: HandoffDetails): string {
  const { call, chainName, proposal } = details;
  const ids = proposal.predicted.map(({ label, id }) => `${label}: ${id}`);
  return [
    `Chain: ${chainName} (${call.chain})`,
    `To: ${call.to}`,
    `Value: ${coinsOf(details)}`,
    `Function: ${functionName(call.signature)}`,
    ...call.args.map(({ name: argument, type, value }) => `  ${argument} (${type}): ${value}`),
    ...ids,
    `Actions hash: ${proposal.actionsHash}`,
    "",
  ].join("\n");
}

/** What the call carries of the chain's own coin, which counts in 1e-18 on every chain of this kind. */
function coinsOf({ call, native }: HandoffDetails): string {
  return `${formatAmount(call.value, COIN_DECIMALS)} ${native}`;
}

/** For people who sign on a command line; the key stays where they keep it. */
function castCommand({ call }: HandoffDetails, file: string): string {
  return `cast send ${call.to} "$(cat ${file})" --value ${call.value} --chain ${call.chain} --rpc-url <your RPC> --ledger`;
}

function functionName(signature: string): string {
  return signature.replace(/^function /, "");
}
