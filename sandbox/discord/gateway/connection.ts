import type { WebSocket } from "ws";
import { asRecord, type Json } from "../json.ts";
import { guildCreatePayload } from "../payloads/guild.ts";
import { botAccount, memberPayload, userPayload } from "../payloads/user.ts";
import type { State } from "../state.ts";
import type { GatewayOptions } from "./gateway.ts";
import { applicationFlags, KNOWN_INTENTS, PRIVILEGED_INTENTS, seesMembers } from "./intents.ts";
import { createSession, type Session } from "./session.ts";

const MAX_FRAME_BYTES = 4096;
const MAX_FRAMES_PER_MINUTE = 120;
const RESUMABLE_MS = 180_000;

export type ConnectionParts = {
  state: State;
  options: GatewayOptions;
  sessions: Map<string, Session>;
  started(session: Session): void;
};

/** Why a connection is ended, by Discord's close code. */
const CLOSE = {
  unknownOpcode: 4001,
  decode: 4002,
  notAuthenticated: 4003,
  authentication: 4004,
  alreadyAuthenticated: 4005,
  seq: 4007,
  rateLimited: 4008,
  invalidShard: 4010,
  apiVersion: 4012,
  invalidIntents: 4013,
  disallowedIntents: 4014,
} as const;

/** Speaks the gateway with one socket: hello, identify or resume, heartbeats. */
export function createConnection(parts: ConnectionParts, socket: WebSocket, url: string): void {
  const send = (op: number, d: unknown) => socket.send(JSON.stringify({ op, d, s: null, t: null }));
  let session: Session | undefined;
  let frames = 0;
  const minute = setInterval(() => {
    frames = 0;
  }, 60_000);
  minute.unref();
  const version = new URL(url, "http://local").searchParams.get("v");
  if (version !== "10") {
    socket.close(CLOSE.apiVersion);
    return;
  }
  socket.on("close", (code) => {
    clearInterval(minute);
    // A client that says goodbye properly has ended its session; after any other end it may resume for a while.
    const patience = code === 1000 || code === 1001 ? 0 : RESUMABLE_MS;
    if (session) forgetLater(parts, session, socket, patience);
  });
  socket.on("error", () => undefined);
  socket.on("message", (raw) => {
    frames += 1;
    if (frames > MAX_FRAMES_PER_MINUTE) return socket.close(CLOSE.rateLimited);
    const text = raw.toString();
    const frame = text.length <= MAX_FRAME_BYTES ? parsed(text) : undefined;
    if (!frame) return socket.close(CLOSE.decode);
    session = receive(parts, socket, send, session, frame);
  });
  send(10, { heartbeat_interval: parts.options.heartbeatMs, _trace: [] });
}

function forgetLater(parts: ConnectionParts, session: Session, socket: WebSocket, patienceMs: number): void {
  const forget = () => {
    if (session.socket() === socket) parts.sessions.delete(session.id);
  };
  if (patienceMs === 0) forget();
  else setTimeout(forget, patienceMs).unref();
}

function receive(
  parts: ConnectionParts,
  socket: WebSocket,
  send: (op: number, d: unknown) => void,
  session: Session | undefined,
  frame: Json,
): Session | undefined {
  const d = asRecord(frame.d);
  switch (frame.op) {
    case 1:
      send(11, null);
      return session;
    case 2:
      if (session) socket.close(CLOSE.alreadyAuthenticated);
      return session ?? identify(parts, socket, d);
    case 6:
      return resume(parts, socket, send, d);
    case 3:
    case 4:
      if (!session) socket.close(CLOSE.notAuthenticated);
      return session;
    case 8:
      if (session) sendMembers(parts.state, session, d);
      else socket.close(CLOSE.notAuthenticated);
      return session;
    default:
      socket.close(CLOSE.unknownOpcode);
      return session;
  }
}

function identify(parts: ConnectionParts, socket: WebSocket, d: Json): Session | undefined {
  const { state } = parts;
  const intents = d.intents;
  const shard = Array.isArray(d.shard) ? d.shard : [0, 1];
  const close = (code: number) => {
    socket.close(code);
    return undefined;
  };
  if (d.token !== state.token) return close(CLOSE.authentication);
  if (typeof intents !== "number" || (intents & ~KNOWN_INTENTS) !== 0) return close(CLOSE.invalidIntents);
  if ((intents & PRIVILEGED_INTENTS & ~state.grantedIntents) !== 0) return close(CLOSE.disallowedIntents);
  if (shard[0] >= shard[1]) return close(CLOSE.invalidShard);
  const session = createSession(socket, intents);
  session.dispatch("READY", {
    v: 10,
    user: { ...userPayload(botAccount(state)), verified: true, mfa_enabled: true, email: null, flags: 0 },
    guilds: [{ id: state.guild.id, unavailable: true }],
    session_id: session.id,
    session_type: "normal",
    resume_gateway_url: `${state.baseUrl.replace("http", "ws")}/gateway`,
    shard,
    application: { id: state.applicationId, flags: applicationFlags(state.grantedIntents) },
    private_channels: [],
    relationships: [],
    user_settings: {},
    _trace: [],
  });
  if ((intents & 1) !== 0) session.dispatch("GUILD_CREATE", guildCreatePayload(state, seesMembers(intents)));
  parts.started(session);
  return session;
}

function resume(
  parts: ConnectionParts,
  socket: WebSocket,
  send: (op: number, d: unknown) => void,
  d: Json,
): Session | undefined {
  if (d.token !== parts.state.token) {
    socket.close(CLOSE.authentication);
    return undefined;
  }
  const session = parts.sessions.get(String(d.session_id));
  if (session?.resume(socket, typeof d.seq === "number" ? d.seq : 0)) return session;
  send(9, false);
  return undefined;
}

function sendMembers(state: State, session: Session, d: Json): void {
  const asked = [d.user_ids].flat().map(String);
  const all = [...state.accounts.values()];
  const query = typeof d.query === "string" ? d.query.toLowerCase() : undefined;
  const found =
    query === undefined
      ? all.filter((account) => asked.includes(account.id))
      : seesMembers(session.intents)
        ? all.filter((account) => account.username.startsWith(query))
        : [];
  session.dispatch("GUILD_MEMBERS_CHUNK", {
    guild_id: state.guild.id,
    members: found.map(memberPayload),
    chunk_index: 0,
    chunk_count: 1,
    not_found: query === undefined ? asked.filter((id) => !state.accounts.has(id)) : [],
    ...(d.nonce === undefined ? {} : { nonce: d.nonce }),
  });
}

function parsed(text: string): Json | undefined {
  try {
    return asRecord(JSON.parse(text));
  } catch {
    return undefined;
  }
}
