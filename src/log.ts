/** A line of the log: a sentence, and the facts around it. Values are scrubbed of secrets before they leave the process. */
export type Log = {
  debug: (message: string, facts?: Record<string, unknown>) => void;
  info: (message: string, facts?: Record<string, unknown>) => void;
  warn: (message: string, facts?: Record<string, unknown>) => void;
  error: (message: string, facts?: Record<string, unknown>) => void;
};
