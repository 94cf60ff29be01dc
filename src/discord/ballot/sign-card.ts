import type { Page } from "../../actions/issue-page.ts";
import type { SignedBallot, SigningView } from "../../actions/sign-ballot.ts";
import { code } from "../../core/sanitize.ts";
import type { Modal, Reply, Seal } from "../command.ts";
import { button, container, download, link, row, text } from "../components.ts";
import { say } from "../reply.ts";
import { when } from "../timestamp.ts";
import { sayBallot, sayVote } from "./say-ballot.ts";

/** Characters of JSON that a card has room for beside its own words. */
const SHOWN = 2_400;
const WALLETS = 5;

/** Characters that show as nothing, turn a text around, or end a block of code. */
const UNSEEN = /[`\p{Cf}\p{Co}\p{DI}\u2028\u2029\u2800]/gu;

/** What to sign, with which wallet, and where to put the signature. */
export function signCard({ page, ...view }: SigningView & { page?: Page | undefined }, seal: Seal): Reply {
  const { vote, ballot, closesAt, wallets, json } = view;
  const shown = seen(json);
  const name = `ballot-${ballot.id}.json`;
  const isLong = shown.length > SHOWN;
  const more = wallets.length > WALLETS ? [`…or another of your ${wallets.length} wallets that vote here`] : [];
  return {
    components: [
      container(
        "open",
        text(
          "### Sign your ballot with your wallet",
          `${sayBallot(vote, ballot.choice)} on ${sayVote(vote)}`,
          `Sign ${isLong ? "what is in the file" : "this"} as typed data (EIP-712) with ${wallets.length === 1 ? "this wallet" : "one of these wallets"}, and paste the signature below${page === undefined ? "" : ", or do both on the page"}. It costs nothing and moves nothing.`,
          ...wallets.slice(0, WALLETS).map((wallet) => code(wallet)),
          ...more,
        ),
        isLong ? download(name) : text(`\`\`\`json\n${shown}\n\`\`\``),
        row(
          ...(page === undefined ? [] : [link("Sign on Steward's page", page.url)]),
          button({ label: "Paste signature", id: seal("paste-ballot-signature", ballot.id), style: "primary" }),
        ),
        page && text(`-# The page is yours alone and closes ${when(page.expiresAt, "R")}; give its address to nobody.`),
        text(
          `-# In a terminal: ${code(`cast wallet sign --data --from-file ${name}`)} with that text in the file.`,
          `-# Until ${when(closesAt)}, ${when(closesAt, "R")}. It signs this very ballot: if you change your vote, sign anew.`,
        ),
      ),
    ],
    files: isLong ? [{ name, data: Buffer.from(shown), description: "Your ballot as typed data to sign" }] : [],
  };
}

/** The form the signature goes into. */
export function ballotSignatureForm(ballot: string, seal: Seal): Modal {
  return {
    id: seal("ballot-signature", ballot),
    title: "Paste the signature",
    fields: [
      {
        id: "signature",
        label: "Signature",
        description: "What your wallet gave you: 0x and 130 characters",
        style: "paragraph",
        placeholder: "0x…",
        maxLength: 400,
      },
    ],
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

/** The same JSON with nothing hidden in it. */
function seen(json: string): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return json.replace(UNSEEN, (character) => character.split("").map(escaped).join(""));
}
