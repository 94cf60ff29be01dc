import type { HttpAnswer } from "./http-post.ts";

/** A batch's body in two: the fixed answers as they were sent, and as text made only when somebody wants it, and the others parsed. */
export type SealedBody = { bytes: Buffer; isKnown: boolean; head: () => string; tail: readonly unknown[] };

const COMMA = 0x2c;
const OPEN = 0x5b;

/**
 * Cuts the body of a batch behind its fixed answers, if it came in the order of its requests: then what is fixed need not be
 * parsed to see that it is the same again. Undefined where the cut cannot be seen, and the whole has to be parsed.
 */
export function sealBody({ body, isKnown }: HttpAnswer, fixed: number, count: number, known?: Buffer) {
  const cut = isKnown ? 0 : cutOf(body, fixed);
  if (cut === undefined || body[cut] !== COMMA) return undefined;
  const tail = listAt(body, cut);
  const ids = new Set(tail?.map((one) => (one as { id?: unknown } | null)?.id));
  const isWhole = Array.from({ length: count - fixed }, (_, index) => fixed + index).every((id) => ids.has(id));
  if (tail === undefined || tail.length !== count - fixed || !isWhole) return undefined;
  const bytes = isKnown && known !== undefined ? known : body.subarray(0, cut);
  const head = () => `${bytes.toString()}]`;
  return { bytes, isKnown, head, tail } satisfies SealedBody;
}

/** Where the comma stands behind the fixed answers; undefined where that cannot be seen. */
function cutOf(body: Buffer, fixed: number): number | undefined {
  // The first of the others is the chain's id, in whose answer there is no other object.
  const id = body.lastIndexOf(`"id":${fixed}`);
  const end = id < 0 ? -1 : body.lastIndexOf("},{", id);
  return end < 0 || body[0] !== OPEN ? undefined : end + 1;
}

/** The list that begins at a comma of a longer one. */
function listAt(body: Buffer, comma: number): readonly unknown[] | undefined {
  try {
    const list: unknown = JSON.parse(`[${body.toString("utf8", comma + 1)}`);
    return Array.isArray(list) ? list : undefined;
  } catch {
    return undefined;
  }
}
