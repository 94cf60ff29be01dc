import { subscribe, unsubscribe } from "node:diagnostics_channel";

type Request = { origin?: unknown; method?: string };
type Message = { request?: Request; response?: { statusCode?: number } };

/** Counts the HTTP requests that Node's own fetch sends to the providers' hosts, by chain. Returns the end of the counting. */
export function countRpcRequests(
  urlsByChain: Readonly<Record<number, readonly string[]>>,
  count: (seen: { chain: number; ok: boolean }) => void,
): () => void {
  const chainOf = new Map<string, number>();
  for (const [chain, urls] of Object.entries(urlsByChain))
    for (const url of urls) chainOf.set(new URL(url).origin, Number(chain));
  const tell = ({ request }: Message, ok: boolean) => {
    const chain = chainOf.get(String(request?.origin));
    if (chain !== undefined) count({ chain, ok });
  };
  const answered = (message: unknown) =>
    tell(message as Message, ((message as Message).response?.statusCode ?? 0) < 400);
  const broken = (message: unknown) => tell(message as Message, false);
  subscribe("undici:request:headers", answered);
  subscribe("undici:request:error", broken);
  return () => {
    unsubscribe("undici:request:headers", answered);
    unsubscribe("undici:request:error", broken);
  };
}
