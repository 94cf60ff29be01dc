import pino from "pino";
import { createScrubber } from "./scrub.ts";

/** A line of the log: a sentence, and the facts around it. Values are scrubbed of secrets before they leave the process. */
export type Log = {
  debug: (message: string, facts?: Record<string, unknown>) => void;
  info: (message: string, facts?: Record<string, unknown>) => void;
  warn: (message: string, facts?: Record<string, unknown>) => void;
  error: (message: string, facts?: Record<string, unknown>) => void;
};

/** What a log hides, how it looks, and where it goes. */
export type LogOptions = {
  /** Values that must never appear, whole or as the key inside a URL. */
  secrets?: readonly string[];
  level?: "debug" | "info" | "warn" | "error";
  /** One line for people instead of JSON. */
  plain?: boolean;
  /** Where lines go; standard output where it is left out. */
  write?: (line: string) => void;
};

/** Writes JSON lines (or plain ones) of which every string, however deep, has been scrubbed. */
export function createLog(options: LogOptions = {}): Log {
  const scrub = createScrubber(options.secrets ?? []);
  const write = options.write ?? ((line: string) => void process.stdout.write(line));
  const emit = options.plain ? plainLines(write, options.level ?? "info") : jsonLines(write, options.level ?? "info");
  const at = (level: keyof Log) => (message: string, facts?: Record<string, unknown>) =>
    emit(level, scrub(message) as string, (facts === undefined ? {} : scrub(facts)) as Record<string, unknown>);
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

type Emit = (level: keyof Log, message: string, facts: Record<string, unknown>) => void;

function jsonLines(write: (line: string) => void, level: string): Emit {
  const logger = pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write },
  );
  return (at, message, facts) => logger[at](facts, message);
}

const ORDER: readonly (keyof Log)[] = ["debug", "info", "warn", "error"];
const SIGNS = { debug: "·", info: " ", warn: "!", error: "✗" } as const;

function plainLines(write: (line: string) => void, level: keyof Log): Emit {
  return (at, message, facts) => {
    if (ORDER.indexOf(at) < ORDER.indexOf(level)) return;
    const rest = Object.keys(facts).length > 0 ? `  ${JSON.stringify(facts)}` : "";
    write(`${new Date().toISOString().slice(11, 19)} ${SIGNS[at]} ${message}${rest}\n`);
  };
}
