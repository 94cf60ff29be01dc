import { arbitrum } from "./arbitrum.ts";
import { livepeer } from "./livepeer.ts";
import type { Preset } from "./preset.ts";
import { streamr } from "./streamr.ts";
import { theGraph } from "./the-graph.ts";

/** Every preset there is: what `presets.<name>.preset` may name. */
export const presets: readonly Preset[] = [livepeer, theGraph, streamr, arbitrum];
