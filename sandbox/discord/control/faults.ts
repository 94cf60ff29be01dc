import { asRecord, type Json } from "../json.ts";

const FAULT_KINDS = ["store-then-502", "reset", "stall", "429", "5xx", "op7", "op9", "close", "outage"] as const;
type FaultKind = (typeof FAULT_KINDS)[number];

/** Something that is to go wrong. */
export type Fault = {
  kind: FaultKind;
  match: { method: string | undefined; path: RegExp | undefined };
  /** How many more requests it will hit. */
  times: number;
  /** How long a stall, an outage, or a 429's Retry-After lasts. */
  seconds: number;
  /** Whether a session may be resumed after op 9 or a close. */
  resumable: boolean;
  /** Status of a 5xx, close code of a close. */
  code: number | undefined;
  /** For reset and stall: whether the request takes effect before the connection suffers. */
  stored: boolean;
  /** For 429: whether the limit is the bot's global one. */
  global: boolean;
};

export type Faults = {
  add(fault: Fault): void;
  clear(): void;
  list(): readonly Fault[];
  /** The fault that hits this request, counted down. */
  take(method: string, path: string): Fault | undefined;
  /** Whether everything is unreachable at a wall-clock millisecond. */
  isOut(nowMs: number): boolean;
};

/** The list of things that are to go wrong with coming REST requests. */
export function createFaults(wallMs: () => number = Date.now): Faults {
  let faults: Fault[] = [];
  let outUntilMs = 0;
  return {
    add: (fault) => {
      if (fault.kind === "outage") outUntilMs = wallMs() + fault.seconds * 1000;
      else faults.push(fault);
    },
    clear: () => {
      faults = [];
      outUntilMs = 0;
    },
    list: () => faults,
    take: (method, path) => {
      const fault = faults.find((candidate) => hits(candidate, method, path));
      if (!fault) return undefined;
      fault.times -= 1;
      faults = faults.filter((candidate) => candidate.times > 0);
      return fault;
    },
    isOut: (nowMs) => nowMs < outUntilMs,
  };
}

/** Reads a fault from the control interface; undefined when it is none. */
export function faultFrom(body: Json): Fault | undefined {
  const kind = FAULT_KINDS.find((known) => known === body.kind);
  if (!kind) return undefined;
  const match = asRecord(body.match);
  return {
    kind,
    match: {
      method: typeof match.method === "string" ? match.method.toUpperCase() : undefined,
      path: typeof match.path === "string" ? new RegExp(match.path) : undefined,
    },
    times: typeof body.times === "number" ? body.times : 1,
    seconds: typeof body.seconds === "number" ? body.seconds : kind === "429" ? 1 : 30,
    resumable: body.resumable !== false,
    code: typeof body.code === "number" ? body.code : undefined,
    stored: body.stored === true,
    global: body.global === true,
  };
}

function hits(fault: Fault, method: string, path: string): boolean {
  const { match } = fault;
  return (match.method === undefined || match.method === method) && (match.path === undefined || match.path.test(path));
}
