import { type Hex, hexToBigInt, numberToHex, slice, verifyMessage } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { createSiweMessage, parseSiweMessage } from "viem/siwe";
import { expect, test } from "vitest";
import { recoverSigner } from "../../../src/core/identity/recover-signer.ts";
import { signInMessage } from "../../../src/core/identity/sign-in.ts";
import { parseWalletAddress } from "../../../src/core/identity/wallet-address.ts";

const account = privateKeyToAccount(`0x${"42".repeat(32)}`);
const signIn = {
  domain: "dao.example.org",
  address: account.address,
  username: "ada",
  member: "401",
  serverName: "Heliogrid",
  server: "700",
  chainId: 42_161,
  nonce: "0123456789abcdef0123456789abcdef",
  issuedAt: 1_772_366_400,
  expiresAt: 1_772_367_000,
};

test("default: the text is the one the standard's own builder writes", () => {
  const message = signInMessage(signIn);
  const parsed = parseSiweMessage(message);
  expect(parsed.statement).toContain("Discord user @ada (id 401) in server 'Heliogrid' (id 700)");
  expect(parsed.statement).toContain("moves no funds");
  expect(
    createSiweMessage({
      domain: "dao.example.org",
      address: account.address,
      statement: String(parsed.statement),
      chainId: 42_161,
      version: "1",
      uri: "https://dao.example.org/link/0123456789abcdef0123456789abcdef",
      nonce: signIn.nonce,
      requestId: signIn.nonce,
      issuedAt: new Date(1_772_366_400_000),
      expirationTime: new Date(1_772_367_000_000),
    }),
  ).toBe(message);
});

test("error: a name cannot forge a line", () => {
  const message = signInMessage({
    ...signIn,
    username: "eve\nURI: https://evil.example",
    serverName: 'x" (id 1)\u202e',
  });
  expect(message.split("\n")).toHaveLength(signInMessage(signIn).split("\n").length);
  expect(message).not.toContain("https://evil");
});

test("default: the signer of a text is recovered", async () => {
  const message = signInMessage(signIn);
  expect(await recoverSigner(message, ` ${await account.signMessage({ message })}\n`)).toBe(account.address);
});

test("behavior: a signature over any other text names another account", async () => {
  const signature = await account.signMessage({ message: signInMessage(signIn) });
  for (const change of [{ member: "402" }, { server: "701" }, { domain: "evil.example" }, { chainId: 1 }]) {
    const other = signInMessage({ ...signIn, ...change });
    expect(await recoverSigner(other, signature).catch(() => "none")).not.toBe(account.address);
  }
});

test("error: the twin of a signature with the higher s is refused", async () => {
  const message = signInMessage(signIn);
  const signature = await account.signMessage({ message });
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
  const s = numberToHex(order - hexToBigInt(slice(signature, 32, 64)), { size: 32 });
  const v = slice(signature, 64) === "0x1b" ? "1c" : "1b";
  const twin = `${slice(signature, 0, 32)}${s.slice(2)}${v}` as Hex;
  // It does verify as mathematics: without the check one text would have two proofs.
  expect(await verifyMessage({ address: account.address, message, signature: twin })).toBe(true);
  await expect(recoverSigner(message, twin)).rejects.toThrow("canonical");
});

test.each([
  "",
  "0x",
  "hello",
  `0x${"00".repeat(64)}`,
  `0x${"00".repeat(66)}`,
  `0x${"0".repeat(129)}`,
  `0x${"00".repeat(65)}`,
])("error: %s is no signature", async (signature) => {
  await expect(recoverSigner("text", signature)).rejects.toThrow();
});

test("boundary: an address is taken in one case, or with a checksum that fits", () => {
  const { address } = privateKeyToAccount(generatePrivateKey());
  expect(parseWalletAddress(` ${address.toLowerCase()} `)).toBe(address);
  expect(parseWalletAddress(account.address)).toBe(account.address);
  const swapped = account.address.replace(/[a-fA-F](?=[^a-fA-F]*$)/, (c) =>
    c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase(),
  );
  expect(() => parseWalletAddress(swapped)).toThrow("typing error");
  expect(() => parseWalletAddress("ada.eth")).toThrow("not an address");
});
