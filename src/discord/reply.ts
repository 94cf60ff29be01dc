import type { Reply } from "./command.ts";
import { type Accent, container, text } from "./components.ts";

/** An answer of a few lines on a coloured card. What came from outside must have been through core/sanitize. */
export function say(accent: Accent, ...lines: (string | undefined)[]): Reply {
  return { components: [container(accent, text(...lines))] };
}
