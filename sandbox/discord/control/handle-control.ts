import { asRecord, asRecords, asStrings, type Json } from "../json.ts";
import { parentOf } from "../model/permissions.ts";
import { messagePayload } from "../payloads/message.ts";
import type { State } from "../state.ts";
import { type Fault, type Faults, faultFrom } from "./faults.ts";

export type ControlParts = {
  state: State;
  faults: Faults;
  sufferGateway(fault: Fault): void;
  onClockChange(offsetSeconds: number): Promise<void>;
};

export type ControlAnswer = { status: number; body: unknown };

const GATEWAY_FAULTS: readonly string[] = ["op7", "op9", "close", "outage"];

/** The levers of the local Discord that no real one has. */
export async function handleControl(
  parts: ControlParts,
  method: string,
  path: string,
  query: URLSearchParams,
  body: Json,
): Promise<ControlAnswer> {
  const { state, faults } = parts;
  const [lever, id] = path.split("/").filter(Boolean).slice(1);
  switch (`${method} ${lever}`) {
    case "POST faults":
      return addFault(parts, body);
    case "GET faults":
      return ok(
        faults.list().map((fault) => ({ ...fault, match: { ...fault.match, path: fault.match.path?.source } })),
      );
    case "DELETE faults":
      faults.clear();
      return ok({});
    case "GET clock":
      return ok({ offsetSeconds: state.clock.offsetSeconds(), now: state.clock.nowSeconds() });
    case "POST clock":
      return moveClock(parts, body);
    case "GET rejections":
      return ok(state.rejections);
    case "DELETE rejections":
      state.rejections.length = 0;
      return ok({});
    case "GET requests":
      return ok(state.requests);
    case "GET messages":
      return ok(storedMessages(state, query.get("channel")));
    case "POST members":
      return changeMember(state, id, body);
    case "POST channels":
      return changeChannel(state, id, body);
    case "POST roles":
      return changeRole(state, id, body);
    case "POST nonce-window":
      if (typeof body.seconds !== "number") return bad("seconds must be a number");
      state.limits.nonceSeconds = body.seconds;
      return ok({ seconds: body.seconds });
    default:
      return { status: 404, body: { error: `there is no lever ${method} ${path}` } };
  }
}

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
  return ok({ offsetSeconds, now: parts.state.clock.nowSeconds() });
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
    if (typeof archived === "boolean") channel.thread.archived = archived;
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
