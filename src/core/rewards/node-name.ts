const ADDRESS = /^0x[0-9a-f]{40}$/i;

/** A node's name where there is little room: an address by its beginning and its end, any other name as it is. */
export function shortName(node: string): string {
  return ADDRESS.test(node) ? `${node.slice(0, 6)}…${node.slice(-4)}` : node;
}
