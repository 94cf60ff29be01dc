/** A call as far as it is known; fields as they are typed into the wallet. */
export type CallFields = { to?: string; data?: string; value?: string };

/** What a text from a message means to a wallet: something to sign, or a call whose data may stand in a file. */
export type WalletReading = { kind: "text"; text: string } | { kind: "call"; call: CallFields; dataFile?: string };

const ADDRESS = /^0x[0-9a-fA-F]{40}$/;
const CALLDATA = /^0x(?:[0-9a-fA-F]{2}){4,}$/;
const CAST = /^cast send (0x[0-9a-fA-F]{40}) (?:"\$\(cat ([\w.-]+)\)"|(0x[0-9a-fA-F]*))(?:.* --value (\d+))?/s;

/** Reads an address as the receiver, other hexadecimal as calldata, a `cast send` as a whole call, anything else as a text to sign. */
export function readForWallet(text: string): WalletReading {
  const trimmed = text.trim();
  if (ADDRESS.test(trimmed)) return { kind: "call", call: { to: trimmed } };
  if (CALLDATA.test(trimmed)) return { kind: "call", call: { data: trimmed } };
  const cast = CAST.exec(trimmed);
  if (!cast) return { kind: "text", text };
  const [, to = "", dataFile, data, value = ""] = cast;
  const call = { to, value, ...(data !== undefined && { data }) };
  return dataFile === undefined ? { kind: "call", call } : { kind: "call", call, dataFile };
}

/** The typed data (EIP-712) a text holds, if it does: such a text is signed as data, not as words. */
export function typedDataIn(text: string): object | undefined {
  try {
    const data = JSON.parse(text) as Record<string, unknown> | null;
    const complete =
      data !== null && ["types", "domain", "primaryType", "message"].every((name) => name in Object(data));
    return complete ? data : undefined;
  } catch {
    return undefined;
  }
}
