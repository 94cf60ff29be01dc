import { localFile } from "./cdn.ts";
import { saying } from "./flows.ts";
import { state } from "./state.ts";
import { type CallFields, readForWallet } from "./wallet-reading.ts";

/** Puts a text from a message into the fitting field of the wallet and brings the wallet into sight. */
export async function carryToWallet(text: string): Promise<void> {
  const reading = readForWallet(text);
  if (reading.kind === "text") return show({ text: reading.text });
  const data = reading.dataFile === undefined ? undefined : await saying(readAttachment(reading.dataFile));
  show({ call: { ...reading.call, ...(data !== undefined && { data }) } });
}

function show(carried: { text: string } | { call: CallFields }): void {
  const wide = matchMedia("(min-width: 1100px)").matches;
  state.set(({ prefill }) => ({
    prefill: { ...carried, serial: (prefill?.serial ?? 0) + 1 },
    panelOpen: true,
    drawer: wide ? "none" : "panel",
  }));
}

/** The text of the newest file of that name in the open channel. */
async function readAttachment(name: string): Promise<string> {
  const { messages, channelId } = state.get();
  const files = (messages[channelId] ?? []).flatMap((message) => message.attachments);
  const url = files.findLast((file) => file.filename === name)?.url;
  const source = url === undefined ? undefined : localFile(url);
  const response = source === undefined ? undefined : await fetch(source);
  if (!response?.ok) throw new Error(`The file ${name} could not be read.`);
  return (await response.text()).trim();
}
