import { html as bound } from "htm/preact";
import type { VNode } from "preact";

/** Whatever a component may put on the page. */
export type Drawn = VNode | string | null;

/** Markup as a tagged template; every inserted value becomes a text node, an attribute or a component, never markup. */
export const html = bound as (strings: TemplateStringsArray, ...values: unknown[]) => VNode;
