import type { PageTokenRow } from "../../db/page-tokens.ts";
import { requirePage } from "../actions/wallets/issue-page.ts";
import type { App } from "../app.ts";
import { BotError, Refusal, Repeated, Transient } from "../errors.ts";
import { json } from "./json.ts";
import { sorryPage } from "./page-frame.ts";
import type { Answer, Handler, Visit } from "./server.ts";

/** Requests with a body that one link gives: enough for whoever mistypes, few for whoever tries. */
const MOST_POSTS = 40;

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/;

type Purpose = PageTokenRow["purpose"];

/** A page that a token leads to. */
export function shown(app: App, purpose: Purpose, show: (row: PageTokenRow) => Answer | Promise<Answer>): Handler {
  return (_, visit) => answered(app, visit, sorryPage, () => show(find(app, purpose, visit.star)));
}

/** What a page's script asks for: JSON in and out, from this very page, not too often for one link. */
export function asked(
  app: App,
  purpose: Purpose,
  answer: (row: PageTokenRow, body: Readonly<Record<string, unknown>>) => Promise<unknown>,
): Handler {
  const count = createCount();
  return (text, visit) =>
    answered(
      app,
      visit,
      (status, { message, hint }) => json(status, { error: message, hint }),
      async () => {
        const { origin, "content-type": type = "" } = visit.headers;
        if (origin !== new URL(app.pages() ?? "").origin)
          throw new Refused(403, "This was not asked by Steward's own page.");
        if (!/^application\/json\s*(;|$)/i.test(type)) throw new Refused(415, "Send JSON.");
        const row = find(app, purpose, visit.star);
        if (count(row, app.now()) > MOST_POSTS)
          throw new Refused(429, "That was tried too often.", "Ask for a new link in Discord.");
        try {
          return json(200, await answer(row, readBody(text)));
        } catch (error) {
          // Where another tab was quicker, that is what is said.
          if (error instanceof Refusal || error instanceof Repeated) find(app, purpose, visit.star);
          throw error;
        }
      },
    );
}

/** A refusal that has a status of its own. */
class Refused extends Refusal {
  readonly status: number;

  constructor(status: number, message: string, hint?: string) {
    super(message, hint === undefined ? {} : { hint });
    this.status = status;
  }
}

function find(app: App, purpose: Purpose, token: string): PageTokenRow {
  try {
    return requirePage(app, purpose, token);
  } catch (error) {
    throw error instanceof Refusal ? new Refused(410, error.message, error.hint) : error;
  }
}

type Say = (status: number, words: { message: string; hint?: string | undefined }) => Answer;

/** Serves only under Steward's own name, and says every failure in words. */
async function answered(app: App, { headers }: Visit, say: Say, act: () => Answer | Promise<Answer>): Promise<Answer> {
  const base = app.pages();
  if (base === undefined) return { status: 404, body: "There is nothing here.\n" };
  const { host = "" } = headers;
  // Another name that leads here is somebody else's, who would then share an origin with these pages.
  if (host !== new URL(base).host && !LOOPBACK.test(host)) return { status: 421, body: "This is not that site.\n" };
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    return say(statusOf(error), error);
  }
}

function statusOf(error: BotError): number {
  if (error instanceof Refused) return error.status;
  if (error instanceof Repeated) return 410;
  return error instanceof Transient ? 503 : 409;
}

function readBody(text: string): Readonly<Record<string, unknown>> {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === "object" && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new Refused(400, "Send a JSON object.");
}

/** How often each link has been asked; those that have expired are forgotten. */
function createCount(): (row: PageTokenRow, now: number) => number {
  const seen = new Map<number, { times: number; until: number }>();
  return ({ id, expiresAt }, now) => {
    for (const [old, { until }] of seen) if (until <= now) seen.delete(old);
    const times = (seen.get(id)?.times ?? 0) + 1;
    seen.set(id, { times, until: expiresAt });
    return times;
  };
}
