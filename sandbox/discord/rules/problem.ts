import type { Json } from "../json.ts";

/** One thing wrong with a request: where it is, Discord's code for it, and a sentence. */
export type Problem = { path: readonly (string | number)[]; code: string; message: string };

/** A problem at a path. */
export function problem(path: readonly (string | number)[], code: string, message: string): Problem {
  return { path, code, message };
}

/** The tree in which Discord answers problems: nested by path, `_errors` at the leaves. */
export function errorTree(problems: readonly Problem[]): Json {
  const root: Json = {};
  for (const { path, code, message } of problems) {
    let node = root;
    for (const key of path) {
      node[key] ??= {};
      node = node[key] as Json;
    }
    node._errors = [...((node._errors as object[] | undefined) ?? []), { code, message }];
  }
  return root;
}
