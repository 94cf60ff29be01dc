import { asRecord, asRecords, asStrings, type Json } from "../json.ts";
import { parentOf } from "../model/permissions.ts";
import { messagePayload } from "../payloads/message.ts";
import type { State } from "../state.ts";
import { type Fault, type Faults, faultFrom } from "./faults.ts";

/** What the levers move. */
export type ControlParts = {
  state: State;
  faults: Faults;
  sufferGateway(fault: Fault): void;
  onClockChange(offsetSeconds: number): Promise<void>;
};

export type ControlAnswer = { status: number; body: unknown };

/** One request to the control interface; `id` is the last part of a path like `members/ID`. */
export type Pull = { parts: ControlParts; id: string | undefined; query: URLSearchParams; body: Json };

const GATEWAY_FAULTS: readonly string[] = ["op7", "op9", "close", "outage"];

/** Every lever by method and name. */
export const LEVERS: Record<string, (pull: Pull) => ControlAnswer | Promise<ControlAnswer>> = {
  "POST faults": ({ parts, body }) => addFault(parts, body),
  "GET faults": ({ parts }) => ok(parts.faults.list().map(described)),
  "DELETE faults": ({ parts }) => {
    parts.faults.clear();
    return ok({});
  },
  "GET clock": ({ parts }) => ok(clockOf(parts.state)),
  "POST clock": ({ parts, body }) => moveClock(parts, body),
  "GET rejections": ({ parts }) => ok(parts.state.rejections),
  "DELETE rejections": ({ parts }) => {
    parts.state.rejections.length = 0;
    return ok({});
  },
  "GET requests": ({ parts }) => ok(parts.state.requests),
  "GET messages": ({ parts, query }) => ok(storedMessages(parts.state, query.get("channel"))),
  "POST members": ({ parts, id, body }) => changeMember(parts.state, id, body),
  "POST channels": ({ parts, id, body }) => changeChannel(parts.state, id, body),
  "POST roles": ({ parts, id, body }) => changeRole(parts.state, id, body),
  "POST nonce-window": ({ parts, body }) => setNonceWindow(parts.state, body),
};

function ok(body: unknown): ControlAnswer {
  return { status: 200, body };
}

function bad(error: string): ControlAnswer {
  return { status: 400, body: { error } };
}

function addFault(parts: ControlParts, body: Json): ControlAnswer {
  const fault = faultFrom(body);
  if (!fault) return bad(`there is no fault of kind ${String(body.kind)}`);
  if (fault.kind === "outage" || !GATEWAY_FAULTS.includes(fault.kind)) parts.faults.add(fault);
  if (GATEWAY_FAULTS.includes(fault.kind)) parts.sufferGateway(fault);
  return ok({});
}

async function moveClock(parts: ControlParts, body: Json): Promise<ControlAnswer> {
  const { offsetSeconds } = body;
  if (typeof offsetSeconds !== "number" || !Number.isFinite(offsetSeconds))
    return bad("offsetSeconds must be a number");
  // The others move first: when the page sees the new time, bot and chain live in it already.
  const failure = await parts.onClockChange(offsetSeconds).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  if (failure !== undefined) return { status: 502, body: { error: failure } };
  parts.state.clock.move(offsetSeconds);
  parts.state.events.publish({ kind: "clock", offsetSeconds });
  return ok(clockOf(parts.state));
}

function storedMessages(state: State, channelId: string | null): object[] {
  const channels = [...state.channels.values()].filter((channel) => channelId === null || channel.id === channelId);
  return channels.flatMap((channel) =>
    channel.messages.map((stored) => ({
      ...messagePayload(state, stored),
      viewer: stored.viewer,
      pinged: stored.pinged,
    })),
  );
}

function changeMember(state: State, id: string | undefined, body: Json): ControlAnswer {
  const account = state.accounts.get(id ?? "");
  if (!account) return bad(`nobody has the id ${id}`);
  if (Array.isArray(body.roles)) {
    const unknown = asStrings(body.roles).find((role) => !state.roles.has(role));
    if (unknown) return bad(`there is no role ${unknown}`);
    account.roles = asStrings(body.roles);
  }
  if (typeof body.locale === "string") account.locale = body.locale;
  state.events.publish({ kind: "member", userId: account.id });
  return ok({ id: account.id, roles: account.roles, locale: account.locale });
}

function changeChannel(state: State, id: string | undefined, body: Json): ControlAnswer {
  const channel = state.channels.get(id ?? "");
  if (!channel) return bad(`there is no channel ${id}`);
  if (Array.isArray(body.overwrites)) {
    parentOf(state, channel).overwrites = asRecords(body.overwrites).map((overwrite) => ({
      id: String(overwrite.id),
      type: overwrite.type === 1 ? 1 : 0,
      allow: String(overwrite.allow ?? "0"),
      deny: String(overwrite.deny ?? "0"),
    }));
  }
  if (channel.thread) {
    const { archived, locked } = asRecord(body);
    if (typeof archived === "boolean") Object.assign(channel.thread, { archived, changedAt: state.clock.iso() });
    if (typeof locked === "boolean") channel.thread.locked = locked;
  }
  state.events.publish({ kind: channel.thread ? "thread-edit" : "channel-edit", channel });
  return ok({});
}

function changeRole(state: State, id: string | undefined, body: Json): ControlAnswer {
  const role = state.roles.get(id ?? "");
  if (!role || typeof body.permissions !== "string") return bad("a known role and its permissions are needed");
  role.permissions = body.permissions;
  state.events.publish({ kind: "role", role });
  return ok(role);
}

function setNonceWindow(state: State, body: Json): ControlAnswer {
  if (typeof body.seconds !== "number") return bad("seconds must be a number");
  state.limits.nonceSeconds = body.seconds;
  return ok({ seconds: body.seconds });
}

function clockOf({ clock }: State) {
  return { offsetSeconds: clock.offsetSeconds(), now: clock.nowSeconds() };
}

function described(fault: Fault): object {
  return { ...fault, match: { ...fault.match, path: fault.match.path?.source } };
}
