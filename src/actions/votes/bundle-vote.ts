import { canBundle, readBundle } from "../../../db/bundles.ts";
import { addEvent, findEvent } from "../../../db/events.ts";
import type { App } from "../../app.ts";
import { BUNDLE_FORMAT } from "../../core/governance/bundle/bundle.ts";
import type { WrittenBundle } from "../../core/governance/bundle/make-bundle.ts";
import { Halt } from "../../errors.ts";

/** Records the root of a vote's bundle, in the transaction that closes the vote. The event comes after the bundle's last. */
export function sealBundle(app: App, proposal: number): void {
  // A vote opened before there were bundles lacks what one needs.
  if (!canBundle(app.db, proposal)) return;
  const { root } = readBundle(app.db, proposal);
  addEvent(app.db, { at: app.now(), kind: "bundle-sealed", proposal, body: { root, format: BUNDLE_FORMAT } });
}

/** The root recorded when the vote closed; undefined before, and where a vote has no bundle. */
export function findRoot(app: App, proposal: number): string | undefined {
  return findSealed(app, proposal)?.root;
}

function findSealed(app: App, proposal: number): { root: string; format?: string } | undefined {
  const event = findEvent(app.db, proposal, "bundle-sealed");
  return event && (JSON.parse(event.body) as { root: string; format?: string });
}

/** The bundle of a closed vote, made again from stored rows; Halt where it is no longer the one whose root was recorded. */
export function bundleVote(app: App, proposal: number): WrittenBundle | undefined {
  const sealed = findSealed(app, proposal);
  // An earlier format's file was posted with its vote, and cannot be made again.
  if (sealed === undefined || sealed.format !== BUNDLE_FORMAT) return undefined;
  const { root } = sealed;
  const written = readBundle(app.db, proposal);
  if (written.root === root) return written;
  throw new Halt(`The bundle of #${proposal} is not the one whose root was recorded when its vote closed.`, {
    hint: "Somebody changed the database. Put a copy aside, then compare it with a backup.",
    context: { recorded: root, found: written.root },
  });
}
