import type { Address } from "viem";
import { addEvent } from "../../../db/events.ts";
import { claimInteraction } from "../../../db/interactions.ts";
import { immediate } from "../../../db/open.ts";
import { findWallet, setUnlinked } from "../../../db/wallets.ts";
import type { App } from "../../app.ts";
import { parseWalletAddress } from "../../core/identity/wallet-address.ts";
import { Refusal, Repeated } from "../../errors.ts";

/** Ends the link of a member's own wallet; its weight in votes that are open stays with the member. */
export function unlinkWallet(
  app: App,
  request: { interaction: { id: string; sentAtMs: number }; member: string; address: string },
): { address: Address } {
  const { interaction, member } = request;
  const address = parseWalletAddress(request.address);
  immediate(app.db, () => {
    const now = app.now();
    if (!claimInteraction(app.db, interaction.id, now)) throw new Repeated("This wallet has been unlinked already.");
    const link = findWallet(app.db, address);
    if (link?.member !== member) throw new Refusal("You have not linked this wallet.");
    setUnlinked(app.db, link.id, now);
    addEvent(app.db, { at: now, kind: "wallet-unlinked", actor: member, body: { address } });
  });
  return { address };
}
