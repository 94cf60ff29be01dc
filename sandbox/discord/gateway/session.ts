import { randomBytes } from "node:crypto";
import type { WebSocket } from "ws";

type Frame = { op: 0; s: number; t: string; d: unknown };

/** One logical connection of the bot: it outlives its sockets, so that it can be resumed. */
export type Session = {
  readonly id: string;
  readonly intents: number;
  /** Sends a dispatch, or keeps it for a resume when nobody is connected. */
  dispatch(event: string, data: unknown): void;
  /** Takes over with a new socket and replays everything after `seq`; false when that is no longer possible. */
  resume(socket: WebSocket, seq: number): boolean;
  socket(): WebSocket | null;
};

const REPLAY_LENGTH = 2000;

/** A session that starts on a socket. */
export function createSession(first: WebSocket, intents: number): Session {
  let socket: WebSocket | null = first;
  let seq = 0;
  let frames: Frame[] = [];
  const send = (frame: Frame) => {
    if (socket?.readyState === 1) socket.send(JSON.stringify(frame));
  };
  const session: Session = {
    id: randomBytes(16).toString("hex"),
    intents,
    dispatch: (event, data) => {
      seq += 1;
      // What was true when it happened is what is sent, however late.
      const frame: Frame = { op: 0, s: seq, t: event, d: structuredClone(data) };
      frames = [...frames, frame].slice(-REPLAY_LENGTH);
      send(frame);
    },
    resume: (next, from) => {
      const oldest = frames[0]?.s ?? seq + 1;
      if (from > seq || from < oldest - 1) return false;
      socket = next;
      for (const frame of frames.filter((kept) => kept.s > from)) send(frame);
      session.dispatch("RESUMED", { _trace: [] });
      return true;
    },
    socket: () => socket,
  };
  return session;
}
