import { beginLink } from "../src/actions/wallets/begin-link.ts";
import { linkWallet } from "../src/actions/wallets/link-wallet.ts";
import { listWallets } from "../src/actions/wallets/list-wallets.ts";
import { confirmLink, describeProof } from "../src/actions/wallets/prove-link.ts";
import { unlinkWallet } from "../src/actions/wallets/unlink-wallet.ts";
import { code } from "../src/core/sanitize.ts";
import { linkCard, linkedCard, proofCard, signatureForm, walletList } from "../src/discord/cards/wallet.ts";
import { command } from "../src/discord/command.ts";
import { say } from "../src/discord/reply.ts";

/** `/wallet`: which wallets' votes a member has, proved by a signature. */
export const wallet = command({
  data: {
    name: "wallet",
    description: "Link the wallets whose votes are yours",
    subcommands: {
      link: {
        description: "Link a wallet by signing, which moves nothing",
        options: {
          address: {
            type: "string",
            description: "Its full address, to sign a text outside Steward's page",
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
      return linkCard(beginLink(app, { member: member.id, username: member.username, address }), seal);
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
    "show-proof": {
      on: "personal",
      run: (app, { member, args: [token = ""], seal }) =>
        proofCard(describeProof(app, { token: Number(token), member: member.id }), Number(token), seal),
    },
    "confirm-link": {
      on: "personal",
      run: (app, { member, interaction, args: [token = ""] }) => {
        const linked = confirmLink(app, { interaction, member: member.id, token: Number(token) });
        return { ...linkedCard(linked), replace: true };
      },
    },
  },
  modals: {
    signature: {
      async run(app, { member, interaction, args: [nonce = ""], fields }) {
        const signature = (fields["signature"] ?? "").trim();
        return linkedCard(await linkWallet(app, { interaction, member: member.id, nonce, signature }));
      },
    },
  },
});
