import { posix } from "node:path";

/** A source file as the rules see it; its path counts from the repository's root. */
export type SourceFile = { path: string; text: string };

/** What a part may import: other parts, parts of which only types, and packages. Itself always. */
export type Rule = { parts?: readonly string[]; types?: readonly string[]; packages?: readonly string[] };

type Import = { specifier: string; isType: boolean; names: string };

const ANY = "*";

/** One sentence for each import that its part may not make, and each file that no part owns. */
export function findViolations(files: readonly SourceFile[], rules: Readonly<Record<string, Rule>>): string[] {
  return files.flatMap(({ path, text }) => {
    const part = partOf(path, rules);
    const rule = part === undefined ? undefined : rules[part];
    if (part === undefined || rule === undefined) return [`${path} belongs to no part of the table`];
    return readImports(text).flatMap((one) => judge(path, part, rule, one, rules));
  });
}

/** Every import and re-export of a file, dynamic ones included; comments and strings of other kinds left out. */
export function readImports(text: string): Import[] {
  const statements = /(?:^|[;\n])\s*(?:import|export)\s+((?:type\s+)?[\w*{][^;"'`]*?)\s*from\s*["']([^"']+)["']/g;
  const bare = /(?:^|[;\n])\s*import\s*["']([^"']+)["']/g;
  const dynamic = /\bimport\(\s*["'`]([^"'`]+)["'`]/g;
  const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
  return [
    ...[...code.matchAll(statements)].map(([, names = "", specifier = ""]) => ({
      specifier,
      isType: /^type\s/.test(names),
      names,
    })),
    ...[...code.matchAll(bare), ...code.matchAll(dynamic)].map(([, specifier = ""]) => ({
      specifier,
      isType: false,
      names: "",
    })),
  ];
}

function judge(path: string, part: string, rule: Rule, one: Import, rules: Readonly<Record<string, Rule>>): string[] {
  const isOwn = one.specifier.startsWith(".");
  const target = isOwn ? partOf(posix.join(posix.dirname(path), one.specifier), rules) : packageOf(one.specifier);
  if (target === part) return [];
  const allowed = isOwn
    ? [...(rule.parts ?? []), ...(one.isType ? (rule.types ?? []) : [])]
    : ["node:*", ...(rule.packages ?? [])];
  const names = [target ?? "", ...(target?.startsWith("node:") ? ["node:*"] : [])];
  if (allowed.includes(ANY) || names.some((name) => allowed.includes(name))) return [];
  return [`${path}: ${part} may not import ${isOwn ? (target ?? one.specifier) : one.specifier}`];
}

/** The most specific part that a path lies in. */
function partOf(path: string, rules: Readonly<Record<string, Rule>>): string | undefined {
  return Object.keys(rules)
    .filter((part) => path === part || path.startsWith(`${part}/`))
    .sort((a, b) => b.length - a.length)[0];
}

function packageOf(specifier: string): string {
  const [scope = "", name = ""] = specifier.split("/");
  return scope.startsWith("@") ? `${scope}/${name}` : scope;
}
