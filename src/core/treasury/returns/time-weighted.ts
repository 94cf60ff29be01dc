import { RAY } from "../legs.ts";
import { modifiedDietz, type Span } from "./span.ts";

/**
 * The time-weighted return over stretches that follow each other: what one unit of money became, whenever more came or went. At a scale
 * of 1e27, each step rounded toward zero. Undefined as soon as one stretch has no return, or lost more than there was.
 */
export function timeWeighted(spans: readonly Span[]): bigint | undefined {
  let grown = RAY;
  for (const span of spans) {
    const gained = modifiedDietz(span);
    if (gained === undefined || gained < -RAY) return undefined;
    grown = (grown * (RAY + gained)) / RAY;
  }
  return spans.length > 0 ? grown - RAY : undefined;
}
