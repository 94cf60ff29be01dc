import { issueChallenge } from "../src/actions/issue-challenge.ts";
import { linkWallet } from "../src/actions/link-wallet.ts";
import { listWallets } from "../src/actions/list-wallets.ts";
import { unlinkWallet } from "../src/actions/unlink-wallet.ts";
import { code } from "../src/core/sanitize.ts";
import { challengeCard, signatureForm, walletList } from "../src/discord/cards/wallet.ts";
import { command } from "../src/discord/command.ts";
import { say } from "../src/discord/reply.ts";

/** `/wallet`: which wallets' votes a member has, proved by a signature. */
export const wallet = command({
  data: {
    name: "wallet",
    description: "Link the wallets whose votes are yours",
    subcommands: {
      link: {
        description: "Link a wallet: you get a text to sign, which moves nothing",
        options: {
          address: {
            type: "string",
            description: "Its full address: 0x…",
            required: true,
            minLength: 42,
            maxLength: 42,
          },
        },
      },
      list: { description: "See your linked wallets" },
      unlink: {
        description: "End a link",
        options: { address: { type: "string", description: "Which of your wallets", required: true, maxLength: 42 } },
      },
    },
  },
  audience: "member",
  autocomplete: {
    address: (app, { member, subcommand, typed }) => {
      if (subcommand !== "unlink") return [];
      const own = listWallets(app, member.id).map(({ address }) => ({ name: address, value: address }));
      return own.filter(({ name }) => name.toLowerCase().includes(typed.trim().toLowerCase()));
    },
  },
  run(app, call) {
    const { member, interaction, seal } = call;
    if (call.subcommand === "list") return walletList(listWallets(app, member.id));
    if (call.subcommand === "link") {
      const { address } = call.options;
      return challengeCard(issueChallenge(app, { member: member.id, username: member.username, address }), seal);
    }
    const { address } = unlinkWallet(app, { interaction, member: member.id, address: call.options.address });
    return say(
      "good",
      `${code(address)} is no longer linked.`,
      "-# In votes that are open now its weight stays with you.",
    );
  },
  buttons: {
    "paste-signature": {
      on: "personal",
      run: (_app, { args: [nonce = ""], seal }) => ({ modal: signatureForm(nonce, seal) }),
    },
  },
  modals: {
    signature: {
      async run(app, { member, interaction, args: [nonce = ""], fields }) {
        const signature = (fields["signature"] ?? "").trim();
        const { address } = await linkWallet(app, { interaction, member: member.id, nonce, signature });
        return say(
          "good",
          "### Wallet linked",
          `${code(address)} now votes through you.`,
          "-# See what is open with `/proposals`. `/notify on` reminds you before a vote closes.",
        );
      },
    },
  },
});
