import type { Address } from "viem";

/** What a sign-in text says; times are unix seconds. */
export type SignIn = {
  domain: string;
  /** Of the page it is signed on; https unless that page is on the same machine. */
  scheme?: "https" | "http";
  address: Address;
  username: string;
  member: string;
  serverName: string;
  server: string;
  chainId: number;
  nonce: string;
  issuedAt: number;
  expiresAt: number;
};

/** The EIP-4361 text a wallet signs to be linked: names the Discord account in words, so that nobody signs for another's. */
export function signInMessage(signIn: SignIn): string {
  const { domain, scheme = "https", address, chainId, nonce, issuedAt, expiresAt } = signIn;
  return [
    `${domain} wants you to sign in with your Ethereum account:`,
    address,
    "",
    statement(signIn),
    "",
    `URI: ${scheme}://${domain}/link/${nonce}`,
    "Version: 1",
    `Chain ID: ${chainId}`,
    `Nonce: ${nonce}`,
    `Issued At: ${iso(issuedAt)}`,
    `Expiration Time: ${iso(expiresAt)}`,
    `Request ID: ${nonce}`,
  ].join("\n");
}

function statement({ username, member, serverName, server }: SignIn): string {
  const who = `Discord user @${speakable(username)} (id ${member})`;
  const where = `server '${speakable(serverName)}' (id ${server})`;
  return `Link this wallet to ${who} in ${where} for voting only. This moves no funds. If you did not ask for this in that server, do not sign.`;
}

/** EIP-4361 allows few characters in a statement, and a line break would forge a field; the id beside the name stays exact. */
function speakable(name: string): string {
  return name.replace(/[^A-Za-z0-9 ._-]/g, "?").slice(0, 64);
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
