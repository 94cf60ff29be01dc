/** What looking through needs of a token: who stands behind it, the token it can be exchanged for, by name, and whether it is meant to be worth a dollar. */
export type Represented = {
  symbol: string;
  issuer?: string | undefined;
  represents?: string | undefined;
  peg?: "USD" | undefined;
};

/**
 * What a token comes down to: the asset at the end of what it represents, and on the way there its nearest issuer, and the name of the nearest token that is
 * meant to be worth a dollar.
 */
export type LookedThrough = { asset: string; issuer: string | undefined; pegged: string | undefined };

/** Looks through a token of that name; one that is not there is its own asset. What represents must not lead in a circle. */
export function lookThrough(tokens: Readonly<Record<string, Represented>>, name: string): LookedThrough {
  const token = tokens[name];
  if (token === undefined) return { asset: name, issuer: undefined, pegged: undefined };
  const { symbol, issuer, represents, peg } = token;
  const pegged = peg === undefined ? undefined : name;
  if (represents === undefined) return { asset: symbol, issuer, pegged };
  const within = lookThrough(tokens, represents);
  return { asset: within.asset, issuer: issuer ?? within.issuer, pegged: pegged ?? within.pegged };
}
