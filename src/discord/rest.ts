import { REST } from "discord.js";
import { Transient } from "../errors.ts";
import { discordError } from "./discord-error.ts";

const TIMEOUT_MS = 10_000;

/** Longer waits for a rate limit are given back to whoever asked, who knows better what to do meanwhile. */
const LONGEST_WAIT_MS = 5_000;

/** Settings under which the REST client does each thing once: by itself it posts a message again when an answer is late. */
export function restOptions(apiBase: string | undefined) {
  return {
    retries: 0,
    timeout: TIMEOUT_MS,
    rejectOnRateLimit: ({ timeToReset }: { timeToReset: number }) => timeToReset > LONGEST_WAIT_MS,
    ...(apiBase === undefined ? {} : { api: apiBase }),
  };
}

/** A REST client of its own, which keeps its token whatever befalls the gateway's. */
export function createRest(token: string, apiBase: string | undefined): REST {
  const rest = new REST({ ...restOptions(apiBase), version: "10" }).setToken(token);
  const send = rest.request.bind(rest);
  // The library forgets the token at the first 401, be it a mishap of Discord's, and would never send anything again.
  rest.request = (options) => {
    rest.setToken(token);
    return send(options);
  };
  return rest;
}

/** Repeats a call that may safely be made twice, while its failure may pass: at once, then after `pauseMs`, doubled each time. */
export async function repeat<T>(doing: string, call: () => Promise<T>, { times = 3, pauseMs = 200 } = {}): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      const known = discordError(error, doing);
      if (!(known instanceof Transient) || attempt >= times) throw known;
      await new Promise((resolve) => setTimeout(resolve, pauseMs * 2 ** (attempt - 1)));
    }
  }
}
