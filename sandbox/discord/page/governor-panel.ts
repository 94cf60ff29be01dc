import { useEffect, useState } from "preact/hooks";
import { callGovernor, getGovernor, type OnChainProposal, type Receipt, type Support } from "./api.ts";
import { useNow } from "./clock.ts";
import { CopyButton } from "./copy-button.ts";
import { relativeTime } from "./format-time.ts";
import { shortDigits } from "./group-digits.ts";
import { html } from "./html.ts";
import { ReceiptLine } from "./receipt-line.ts";
import { state } from "./state.ts";
import { useStore } from "./store.ts";
import { useAttempt } from "./use-attempt.ts";
import { useReading } from "./use-reading.ts";

/** Asked often enough that a state which changes by time alone is seen to change. */
const REREAD_MS = 10_000;

/** The proposals on the local chain's Governor and what this wallet can do with each. */
export function GovernorPanel() {
  const serial = useStore(state, (current) => current.chainSerial);
  const offset = useStore(state, (current) => current.clockOffset);
  const [tick, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTick((count) => count + 1), REREAD_MS);
    return () => clearInterval(timer);
  }, []);
  const { found: proposals, problem } = useReading(getGovernor, [serial, offset, tick]);
  return html`<section class="tool" aria-label="Governor">
    <h3>Governor <span class="muted">on chain</span></h3>
    ${problem === undefined ? null : html`<p class="field-error" role="alert">${problem}</p>`}
    ${proposals?.length === 0 ? html`<p class="muted">No proposal is on chain yet.</p>` : null}
    <ul class="on-chain">${proposals?.map((proposal) => html`<${OnChain} key=${proposal.id} proposal=${proposal} />`)}</ul>
  </section>`;
}

function OnChain({ proposal }: { proposal: OnChainProposal }) {
  const now = useNow();
  const { votes, id } = proposal;
  return html`<li class="on-chain-item">
    <div><span class=${`state ${proposal.state.toLowerCase()}`}>${proposal.state}</span> <b>${proposal.title}</b></div>
    <div class="address"><code>${id}</code><${CopyButton} text=${id} label="Copy the proposal id" /></div>
    <p class="muted">For ${shortDigits(votes.for)} · against ${shortDigits(votes.against)} · abstain ${shortDigits(votes.abstain)}</p>
    <p class="muted">${whatComes(proposal, now)}</p>
    <${Steps} proposal=${proposal} />
  </li>`;
}

/** What the clock will change about a proposal, if anything. */
function whatComes({ state: name, snapshot, deadline, eta }: OnChainProposal, now: number): string | null {
  if (name === "Pending") return `Voting starts ${relativeTime(snapshot - now)}`;
  if (name === "Active") return `Voting ends ${relativeTime(deadline - now)}`;
  if (name !== "Queued" || eta === null) return null;
  return eta > now ? `Can be executed ${relativeTime(eta - now)}` : "Can be executed now";
}

function Steps({ proposal }: { proposal: OnChainProposal }) {
  const { run, result, problem, busy } = useAttempt<Receipt>();
  const step = (words: string, kind: string, verb: "vote" | "queue" | "execute", support?: Support) => {
    const act = () => run(() => callGovernor(state.get().me, verb, proposal.id, support));
    return html`<button type="button" class=${`btn small ${kind}`} disabled=${busy} onClick=${act}>${words}</button>`;
  };
  const votes = () => [
    step("For", "success", "vote", "for"),
    step("Against", "danger", "vote", "against"),
    step("Abstain", "secondary", "vote", "abstain"),
  ];
  return html`<div class="action-row">
      ${proposal.state === "Active" ? votes() : null}
      ${proposal.state === "Succeeded" ? step("Queue", "primary", "queue") : null}
      ${proposal.state === "Queued" ? step("Execute", "primary", "execute") : null}
    </div>
    <${ReceiptLine} receipt=${result} problem=${problem} />`;
}
