import type { SignedBallot, SigningView } from "../../actions/votes/sign-ballot.ts";
import type { Page } from "../../actions/wallets/issue-page.ts";
import { code } from "../../core/sanitize.ts";
import { typedTextParts } from "../cards/typed-text.ts";
import type { Reply, Seal } from "../command.ts";
import { button, container, link, row, text } from "../components.ts";
import { say } from "../reply.ts";
import { when } from "../timestamp.ts";
import { sayBallot, sayVote } from "./say-ballot.ts";

const WALLETS = 5;

/** What to sign, with which wallet, and where to put the signature. */
export function signCard({ page, ...view }: SigningView & { page?: Page | undefined }, seal: Seal): Reply {
  const { vote, ballot, closesAt, wallets, json } = view;
  const typed = typedTextParts(json, `ballot-${ballot.id}.json`, "Your ballot as typed data to sign");
  const more = wallets.length > WALLETS ? [`…or another of your ${wallets.length} wallets that vote here`] : [];
  return {
    components: [
      container(
        "open",
        text(
          "### Sign your ballot with your wallet",
          `${sayBallot(vote, ballot.choice)} on ${sayVote(vote)}`,
          `Sign ${typed.where} as typed data (EIP-712) with ${wallets.length === 1 ? "this wallet" : "one of these wallets"}, and paste the signature below${page === undefined ? "" : ", or do both on the page"}. It costs nothing and moves nothing.`,
          ...wallets.slice(0, WALLETS).map((wallet) => code(wallet)),
          ...more,
        ),
        typed.part,
        row(
          ...(page === undefined ? [] : [link("Sign on Steward's page", page.url)]),
          button({ label: "Paste signature", id: seal("paste-ballot-signature", ballot.id), style: "primary" }),
        ),
        page && text(`-# The page is yours alone and closes ${when(page.expiresAt, "R")}; give its address to nobody.`),
        text(
          typed.terminal,
          `-# Until ${when(closesAt)}, ${when(closesAt, "R")}. It signs this very ballot: if you change your vote, sign anew.`,
        ),
      ),
    ],
    files: typed.files,
  };
}

/** Says that a ballot is signed, and what that is worth. */
export function signedCard({ vote, ballot, wallet }: SignedBallot): Reply {
  return say(
    "good",
    "### Your ballot is signed",
    `${sayBallot(vote, ballot.choice)} on ${sayVote(vote)}`,
    `By ${code(wallet)}. The file posted with the result proves this ballot without Discord.`,
    "-# If you change your vote, the new ballot is another one to sign.",
  );
}
