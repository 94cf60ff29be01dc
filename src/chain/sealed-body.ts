import { hash } from "node:crypto";

/** A digest of the bytes that the fixed answers were sent as; undefined where they could not be told from the others. */
export type Seal = string | undefined;

/** A batch's body in two: the fixed answers as text, made only when somebody wants it, and the others parsed. */
type SealedBody = { seal: string; head: () => string; tail: readonly unknown[] };

const COMMA = 0x2c;
const OPEN = 0x5b;
const CLOSE = 0x5d;

/**
 * Cuts the body of a batch behind its fixed answers, if it came in the order of its requests: then what is fixed need not be
 * parsed to see that it is the same again. Undefined where the cut cannot be seen, and the whole has to be parsed.
 */
export function sealBody(body: Buffer, fixed: number, count: number): SealedBody | undefined {
  // The first of the others is the chain's id, in whose answer there is no other object.
  const id = body.lastIndexOf(`"id":${fixed}`);
  const cut = id < 0 ? -1 : body.lastIndexOf("},{", id) + 1;
  if (cut <= 0 || body[0] !== OPEN || body[cut] !== COMMA) return undefined;
  const tail = listAt(body, cut);
  const ids = new Set(tail?.map((one) => (one as { id?: unknown } | null)?.id));
  const isWhole = Array.from({ length: count - fixed }, (_, index) => fixed + index).every((one) => ids.has(one));
  if (tail === undefined || tail.length !== count - fixed || !isWhole) return undefined;
  const head = () => {
    body[cut] = CLOSE;
    return body.toString("utf8", 0, cut + 1);
  };
  return { seal: hash("sha256", body.subarray(0, cut), "base64"), head, tail };
}

/** The list that begins at a comma of a longer one. */
function listAt(body: Buffer, comma: number): readonly unknown[] | undefined {
  try {
    body[comma] = OPEN;
    const list: unknown = JSON.parse(body.toString("utf8", comma));
    return Array.isArray(list) ? list : undefined;
  } catch {
    return undefined;
  } finally {
    body[comma] = COMMA;
  }
}
