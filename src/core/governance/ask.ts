import { Refusal } from "../../errors.ts";

/** One thing that members ask the chain for, as it was typed. */
export type Ask =
  | { kind: "parameter"; parameter: string; value: string }
  | { kind: "transfer"; amount: string; token: string; to: string }
  | { kind: "call"; target: string; signature: string; args: string };

/** An ask on one line, as its author may change it: `operator-fee = 12 %`, `transfer 500 helio to 0x…`, `call 0x… setFee(uint256) with 5`. */
export function writeAsk(ask: Ask): string {
  switch (ask.kind) {
    case "parameter":
      return `${ask.parameter} = ${ask.value}`;
    case "transfer":
      return `transfer ${ask.amount} ${ask.token} to ${ask.to}`;
    case "call":
      return `call ${ask.target} ${ask.signature}${ask.args.trim() === "" ? "" : ` with ${ask.args}`}`;
  }
}

/** The asks of a text, one a line; Refusal naming the line that says none. `writeAsk` writes what this reads. */
export function readAsks(text: string): Ask[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.map((line) => readAsk(line.trim()));
}

function readAsk(line: string): Ask {
  const transfer = /^transfer\s+(\S+)\s+(\S+)\s+to\s+(0x[0-9a-fA-F]{40})$/i.exec(line);
  if (transfer) return { kind: "transfer", amount: transfer[1] ?? "", token: transfer[2] ?? "", to: transfer[3] ?? "" };
  const call = /^call\s+(0x[0-9a-fA-F]{40})\s+((?:function\s+)?\w+\s*\(.*?\))(?:\s+with\s+(.*))?$/i.exec(line);
  if (call) return { kind: "call", target: call[1] ?? "", signature: call[2] ?? "", args: call[3] ?? "" };
  const parameter = /^([a-z][a-z0-9/-]*)\s*=\s*(.+)$/.exec(line);
  if (parameter) return { kind: "parameter", parameter: parameter[1] ?? "", value: parameter[2] ?? "" };
  throw new Refusal(`“${line.slice(0, 60)}” asks for nothing that Steward understands.`, {
    hint: "Write one thing a line: `operator-fee = 12 %`, `transfer 500 helio to 0x…` or `call 0x… setFee(uint256) with 5`.",
  });
}
