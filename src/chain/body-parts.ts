/** Puts a body together that comes in parts. */
export type BodyParts = {
  add: (part: Uint8Array) => void;
  /** How many bytes have come. */
  length: () => number;
  /** All of them, or what follows `known` where they begin with just that. */
  whole: () => { body: Buffer; isKnown: boolean };
};

/** Compares with `known` as the parts come, so that what is known already is never held a second time. */
export function createBodyParts(known?: Buffer): BodyParts {
  const parts: Uint8Array[] = [];
  let length = 0;
  let isKnown = known !== undefined;
  const compare = (part: Uint8Array, bytes: Buffer): Uint8Array => {
    const shared = Math.min(bytes.length, length + part.length) - length;
    if (shared <= 0) return part;
    if (bytes.compare(part, 0, shared, length, length + shared) === 0) return part.subarray(shared);
    isKnown = false;
    parts.push(bytes.subarray(0, length));
    return part;
  };
  return {
    length: () => length,
    add: (part) => {
      const rest = known !== undefined && isKnown ? compare(part, known) : part;
      if (rest.length > 0) parts.push(rest);
      length += part.length;
    },
    whole: () => {
      if (known === undefined || !isKnown || length >= known.length) return { body: Buffer.concat(parts), isKnown };
      return { body: known.subarray(0, length), isKnown: false };
    },
  };
}
