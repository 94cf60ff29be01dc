import { Refusal } from "../../errors.ts";

/** All bytes of a stream, which is left as soon as it has sent more than it may. */
export async function collect(stream: AsyncIterable<Uint8Array>, maxBytes: number, name: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(name, maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Said of what is larger than it may be. */
export function tooLarge(name: string, maxBytes: number): Refusal {
  return new Refusal(`${name} is larger than ${maxBytes} bytes.`, {
    hint: "Raise the limit in the config where the tree really is that large.",
  });
}
