import type { IncomingMessage, ServerResponse } from "node:http";
import { readRequest } from "../http/read-request.ts";
import { sendJson } from "../http/send-json.ts";
import { asRecord, type Json } from "../json.ts";
import type { Account, State } from "../state.ts";
import { useCommand } from "./command.ts";
import { commandsFor } from "./command-access.ts";
import { useComponent } from "./component.ts";
import { streamEvents } from "./event-stream.ts";
import { submitModal } from "./modal.ts";
import { ActRefusal } from "./refusal.ts";
import { guildView, messagesFor, peopleView, sayAs } from "./view.ts";

/** One thing a person does: who, what, and whether to wait until a deferred answer is there. */
export type Act = { state: State; person: Account; body: Json; query: URLSearchParams };

type Verb = (act: Act) => unknown;

const VERBS: Record<string, Verb> = {
  "GET guild": ({ state, person }) => guildView(state, person),
  "GET commands": ({ state, person, query }) => commandsFor(state, person, query.get("channel") ?? undefined),
  "GET messages": ({ state, person, query }) => messagesFor(state, person, query.get("channel") ?? ""),
  "POST command": (act) => useCommand(act),
  "POST autocomplete": (act) => useCommand(act, String(act.body.focused)),
  "POST component": useComponent,
  "POST modal": submitModal,
  "POST message": ({ state, person, body }) => sayAs(state, person, body),
  "POST refuse-dms": ({ person, body }) => {
    person.refusesDms = body.refuse === true;
    return { refuse: person.refusesDms };
  },
};

/** Answers everything below /act: the people of the server, and what each of them sees and does. */
export function createActing(state: State) {
  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const [, userId = "", name = ""] = url.pathname.split("/").filter(Boolean).map(decodeURIComponent);
    if (userId === "people" && name === "") return sendJson(response, 200, peopleView(state));
    try {
      const person = state.accounts.get(userId);
      if (!person || person.bot) throw new ActRefusal("Nobody here has this id.", 404);
      if (name === "events") return streamEvents(state, person, request, response);
      const verb = VERBS[`${request.method} ${name}`];
      if (!verb) throw new ActRefusal("A person cannot do this.", 404);
      const read = await readRequest(request);
      const body = asRecord(read.kind === "body" ? read.body : undefined);
      sendJson(response, 200, await verb({ state, person, body, query: url.searchParams }));
    } catch (error) {
      if (!(error instanceof ActRefusal)) throw error;
      sendJson(response, error.status, { error: error.message });
    }
  };
}
