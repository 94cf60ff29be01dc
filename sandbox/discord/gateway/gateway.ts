import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { Fault } from "../control/faults.ts";
import type { State } from "../state.ts";
import { createConnection } from "./connection.ts";
import { dispatchEvent } from "./dispatch-events.ts";
import type { Session } from "./session.ts";

export type Gateway = {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Does op 7, op 9, a close or an outage to everybody connected. */
  suffer(fault: Fault): void;
  remainingStarts(): number;
  sessions(): readonly Session[];
  close(): void;
};

export type GatewayOptions = {
  heartbeatMs: number;
  sessionStarts: number;
};

/** Discord's gateway: sessions that are told what happens, and may be interrupted and resumed. */
export function createGateway(state: State, options: GatewayOptions): Gateway {
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const sessions = new Map<string, Session>();
  let starts = options.sessionStarts;
  const unsubscribe = state.events.subscribe((event) => {
    for (const session of sessions.values()) dispatchEvent(state, session, event);
  });
  const started = (session: Session) => {
    starts -= 1;
    sessions.set(session.id, session);
  };
  return {
    upgrade: (request, socket, head) => {
      server.handleUpgrade(request, socket, head, (client) => {
        createConnection({ state, options, sessions, started }, client, request.url ?? "/");
      });
    },
    suffer: (fault) => {
      for (const session of [...sessions.values()]) {
        const socket = session.socket();
        if (!fault.resumable) sessions.delete(session.id);
        if (socket?.readyState === 1) interrupt(socket, fault);
      }
    },
    remainingStarts: () => starts,
    sessions: () => [...sessions.values()],
    close: () => {
      unsubscribe();
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}

function interrupt(socket: WebSocket, fault: Fault): void {
  if (fault.kind === "op7") socket.send(JSON.stringify({ op: 7, d: null, s: null, t: null }));
  if (fault.kind === "op9") socket.send(JSON.stringify({ op: 9, d: fault.resumable, s: null, t: null }));
  if (fault.kind === "close") socket.close(fault.code ?? 4000);
  if (fault.kind === "outage") socket.terminate();
}
