import { Worker } from "node:worker_threads";
import { type Expected, readTree } from "../../core/rewards/merkle/read-tree.ts";
import type { RewardTree, TreeLeaf } from "../../core/rewards/merkle/tree.ts";
import { Refusal } from "../../errors.ts";
import type { Answer, Question } from "./tree-thread.ts";

/** Verifies tree files beside everything else: a hash for each leaf and each node above takes seconds, in which a click must be answered. */
export type TreeVerifier = {
  /** The tree of a file, of a large one without the proofs; throws Refusal where anything of it does not fit. One at a time. */
  verify: (text: string, expected: Expected) => Promise<RewardTree>;
  /** Ends the thread; it is begun anew by the next file. */
  close: () => Promise<void>;
};

export type TreeLimits = { mostMs?: number; mostMegabytes?: number };

const THREAD = new URL("./tree-thread.ts", import.meta.url);
const SECOND_MS = 1_000;
/** So few characters hold so few leaves that they are hashed here in less time than a thread takes to begin: a few milliseconds. */
const SMALL = 32_768;

/** A verifier without a thread yet. A file that takes too long or too much memory is refused, and takes its thread with it. */
export function createTreeVerifier({ mostMs = 300_000, mostMegabytes = 2_048 }: TreeLimits = {}): TreeVerifier {
  let thread: Worker | undefined;
  const close = async () => {
    const ended = thread;
    thread = undefined;
    await ended?.terminate();
  };
  return {
    close,
    verify: async (text, expected) => {
      if (text.length <= SMALL) return readTree(text, expected);
      thread ??= begin(mostMegabytes);
      const answers = takeAnswers(thread, mostMs);
      thread.postMessage({ text, expected } satisfies Question);
      try {
        return await answers;
      } catch (error) {
        if (!(error instanceof Refusal) || error instanceof TooMuch) await close();
        throw error;
      }
    },
  };
}

function begin(mostMegabytes: number): Worker {
  // Without the environment, in which secrets stand.
  const thread = new Worker(THREAD, { env: {}, resourceLimits: { maxOldGenerationSizeMb: mostMegabytes } });
  // A thread that dies after its answer concerns nobody; nobody listening would end the process.
  return thread.on("error", () => {});
}

/** Refused for what it takes, not for what it says. */
class TooMuch extends Refusal {}

function takeAnswers(thread: Worker, mostMs: number): Promise<RewardTree> {
  return new Promise((resolve, reject) => {
    const leaves: TreeLeaf[] = [];
    const settle = (act: () => void) => {
      clearTimeout(timer);
      thread.off("message", take).off("error", fail);
      act();
    };
    const take = (answer: Answer) => {
      if ("leaves" in answer) leaves.push(...answer.leaves);
      else if ("tree" in answer) settle(() => resolve({ ...answer.tree, leaves }));
      else if ("refused" in answer) settle(() => reject(refusalOf(answer)));
      else settle(() => reject(new Error(`A tree could not be verified: ${answer.failed}`)));
    };
    const fail = (error: NodeJS.ErrnoException) => {
      const isMemory = error.code === "ERR_WORKER_OUT_OF_MEMORY";
      settle(() => reject(isMemory ? new TooMuch("The tree takes more memory than a tree is given.") : error));
    };
    const timer = setTimeout(
      () => settle(() => reject(new TooMuch(`The tree was not verified within ${mostMs / SECOND_MS} seconds.`))),
      mostMs,
    );
    thread.on("message", take).on("error", fail);
  });
}

function refusalOf({ refused, hint }: { refused: string; hint: string | undefined }): Refusal {
  return new Refusal(refused, { ...(hint !== undefined && { hint }) });
}
