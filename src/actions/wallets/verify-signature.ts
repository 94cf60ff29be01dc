import {
  type Address,
  encodeDeployData,
  erc6492SignatureValidatorAbi,
  erc6492SignatureValidatorByteCode,
  type Hex,
  hashMessage,
  isErc6492Signature,
  isHex,
  size,
} from "viem";
import type { App } from "../../app.ts";
import type { Chain } from "../../chain/chain.ts";
import type { Config } from "../../config/schema.ts";
import { recoverSigner } from "../../core/identity/recover-signer.ts";
import { type BotError, Refusal, Transient } from "../../errors.ts";

/** A text and what is said to be a wallet's signature under it, as it was given. */
export type Signed = { address: Address; message: string; signature: string };

/** A signature that holds: for good where it speaks for itself, at one final block where a contract said yes. */
export type Verified = { signature: Hex; checkedAt: { chain: number; block: number; providers: number } | null };

/** Longer than any wallet's signature with the deployment of its contract before it. */
const LONGEST_BYTES = 7_000;

/** Two that agree are believed; where the config names but one provider, that one. */
const ENOUGH = 2;

/** The chain whose contracts may be wallets, and which sign-in texts name. */
export function walletsChain({ wallets, chains }: Pick<Config, "wallets" | "chains">): number {
  return wallets.chain ?? Number(Object.keys(chains)[0]);
}

/**
 * Makes sure that the wallet signed the text. An ordinary account's signature is recovered here, and no provider is asked; only
 * where that says nothing, the wallet's contract is (ERC-1271), be it deployed or not yet (ERC-6492). Refusal where it did not sign.
 */
export async function verifySignature(app: App, signed: Signed): Promise<Verified> {
  const signature = readSignature(signed.signature);
  const refused = await byKey(signed, signature);
  if (refused === undefined) return { signature, checkedAt: null };
  return { signature, checkedAt: await byContract(app, { ...signed, signature }, refused) };
}

/** Nothing when the wallet's own key made the signature, else why not. */
async function byKey({ address, message }: Signed, signature: Hex): Promise<Refusal | undefined> {
  try {
    if ((await recoverSigner(message, signature)) === address) return undefined;
    return new Refusal("Another wallet signed this text.", { hint: `Sign it with ${address}.` });
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

async function byContract(
  app: App,
  { address, message, signature }: Signed & { signature: Hex },
  otherwise: BotError,
): Promise<NonNullable<Verified["checkedAt"]>> {
  const chain = app.chains.get(walletsChain(app.config));
  const block = await chain.finalized();
  if (!isErc6492Signature(signature) && (await chain.code(address, block)) === "0x") throw otherwise;
  const data = encodeDeployData({
    abi: erc6492SignatureValidatorAbi,
    args: [address, hashMessage(message), signature],
    bytecode: erc6492SignatureValidatorByteCode,
  });
  const { providers, answers } = await chain.callEach(block, { data });
  if (!agree(app, chain, { providers, answers })) {
    throw new Refusal(`The contract wallet ${address} does not accept this signature on ${chain.name}.`, {
      hint: "Sign the text as it stands, with that very wallet. A wallet made minutes ago may not be final yet.",
    });
  }
  return { chain: chain.id, block: Number(block.number), providers: answers.length };
}

/** What all that were asked say; Transient where too few answer, or where one says otherwise than another. */
function agree({ log }: App, { id, name }: Chain, { providers, answers }: Awaited<ReturnType<Chain["callEach"]>>) {
  const context = { chain: id, providers, answered: answers.length };
  if (answers.length < Math.min(ENOUGH, providers) || answers.length === 0) {
    throw new Transient(`Too few providers of ${name} answer to check a contract wallet's signature.`, {
      hint: "Try again in a few minutes.",
      context,
    });
  }
  const yes = answers.map((answer) => answer !== undefined && /^0x0*1$/.test(answer));
  if (new Set(yes).size > 1) {
    log.warn(`Providers of ${name} disagree about a contract wallet's signature, so it was not accepted.`, context);
    throw new Transient(`Providers of ${name} disagree about this signature, so it was not accepted.`, {
      hint: "Try again in a few minutes.",
      context,
    });
  }
  if (providers < ENOUGH) log.info(`One provider of ${name} alone checked a contract wallet's signature.`, context);
  return yes[0] === true;
}

function readSignature(text: string): Hex {
  const signature = text.trim().toLowerCase();
  if (!isHex(signature) || signature.length % 2 === 1 || signature === "0x" || size(signature) > LONGEST_BYTES) {
    throw new Refusal("That is not a signature.", {
      hint: "Sign the text as it stands with the wallet it names, and paste the whole signature.",
    });
  }
  return signature;
}
