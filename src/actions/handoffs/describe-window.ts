import type { App, Refs } from "../../app.ts";
import { describeProposal, type ProposalView } from "../proposals/describe-proposal.ts";
import { describeUnasked, type UnaskedView } from "./describe-unasked.ts";
import type { WindowKind } from "./find-windows.ts";

/** A window that is about to close, with what there is to be done. */
export type WindowView = {
  kind: WindowKind;
  proposal: ProposalView;
  /** Unix seconds; undefined where nothing ends. */
  closesAt: number | undefined;
  since: number | undefined;
  /** What an owner of the Safe approved besides. */
  other: UnaskedView | undefined;
  treasurers: readonly string[];
};

/** A window as its message's references name it, and the proposal as it stands now. */
export function describeWindow(app: App, refs: Refs): WindowView {
  const numberOf = (name: string) => (typeof refs[name] === "number" ? refs[name] : undefined);
  const event = numberOf("event");
  return {
    kind: String(refs["window"]) as WindowKind,
    proposal: describeProposal(app, Number(refs["proposal"])),
    closesAt: numberOf("closesAt"),
    since: numberOf("since"),
    other: event === undefined ? undefined : describeUnasked(app, event),
    treasurers: app.config.roles.treasurer,
  };
}
