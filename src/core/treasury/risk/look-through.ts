/** What looking through needs of a token: who stands behind it, and the token it can be exchanged for, by name. */
export type Represented = { symbol: string; issuer?: string | undefined; represents?: string | undefined };

/** What a token comes down to: the asset at the end of what it represents, and its nearest issuer on the way there. */
export type LookedThrough = { asset: string; issuer: string | undefined };

/** Looks through a token of that name; one that is not there is its own asset. What represents must not lead in a circle. */
export function lookThrough(tokens: Readonly<Record<string, Represented>>, name: string): LookedThrough {
  const token = tokens[name];
  if (token === undefined) return { asset: name, issuer: undefined };
  const { symbol, issuer, represents } = token;
  if (represents === undefined) return { asset: symbol, issuer };
  const within = lookThrough(tokens, represents);
  return { asset: within.asset, issuer: issuer ?? within.issuer };
}
