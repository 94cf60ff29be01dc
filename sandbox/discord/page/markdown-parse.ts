import { type Inline, parseInline } from "./markdown-inline.ts";

/** One entry of a list, with the list nested under it. */
export type ListItem = { children: Inline[]; nested?: Block };

/** A block of a message's text, as Discord lays it out. */
export type Block =
  | { kind: "paragraph"; children: Inline[] }
  | { kind: "heading"; level: 1 | 2 | 3; children: Inline[] }
  | { kind: "small"; children: Inline[] }
  | { kind: "quote"; children: Block[] }
  | { kind: "list"; ordered: boolean; start: number; items: ListItem[] }
  | { kind: "code"; language: string; text: string };

type Match = { block: Block; length: number };

const FENCE = /^```(?:([\w+#.-]*)\n)?([\s\S]*?)\n?```\n?/;
const LIST_LINE = /^( *)([-*]|\d{1,9}\.) +(.*)$/;

/** Parses Discord's subset of Markdown; whatever is not markup stays text, and nothing throws. */
export function parseMarkdown(source: string): Block[] {
  const blocks: Block[] = [];
  let paragraph = "";
  let rest = source;
  const flush = () => {
    const text = paragraph.replace(/\n$/, "");
    if (text !== "") blocks.push({ kind: "paragraph", children: parseInline(text) });
    paragraph = "";
  };
  while (rest !== "") {
    const atLineStart = paragraph === "" || paragraph.endsWith("\n");
    const found = fenceAt(rest) ?? (atLineStart ? blockAt(rest) : undefined);
    if (found) {
      flush();
      blocks.push(found.block);
      rest = rest.slice(found.length);
      continue;
    }
    const step = plainLength(rest);
    paragraph += rest.slice(0, step);
    rest = rest.slice(step);
  }
  flush();
  return blocks;
}

/** The length of text up to the next line or the next fence, never zero. */
function plainLength(text: string): number {
  const newline = text.indexOf("\n") + 1 || text.length;
  const fence = text.indexOf("```", 1);
  return fence > 0 && fence < newline ? fence : newline;
}

function fenceAt(text: string): Match | undefined {
  const match = FENCE.exec(text);
  if (!match?.[2]?.trim()) return undefined;
  return { block: { kind: "code", language: match[1] ?? "", text: match[2] }, length: match[0].length };
}

function blockAt(text: string): Match | undefined {
  return lineBlockAt(text) ?? quoteAt(text) ?? listAt(text);
}

function lineBlockAt(text: string): Match | undefined {
  const match = /^(#{1,3}|-#) +(.*\S.*)(?:\n|$)/.exec(text);
  if (!match) return undefined;
  const [all, mark = "", content = ""] = match;
  const children = parseInline(content.trimEnd());
  if (mark === "-#") return { block: { kind: "small", children }, length: all.length };
  return { block: { kind: "heading", level: mark.length as 1 | 2 | 3, children }, length: all.length };
}

function quoteAt(text: string): Match | undefined {
  if (text.startsWith(">>> ")) {
    return { block: { kind: "quote", children: parseMarkdown(text.slice(4)) }, length: text.length };
  }
  const match = /^(?:> .*(?:\n|$))+/.exec(text);
  if (!match) return undefined;
  const inner = match[0].replace(/^> /gm, "").replace(/\n$/, "");
  return { block: { kind: "quote", children: parseMarkdown(inner) }, length: match[0].length };
}

function listAt(text: string): Match | undefined {
  const lines: RegExpExecArray[] = [];
  let length = 0;
  while (length < text.length) {
    const end = text.indexOf("\n", length) + 1 || text.length;
    const line = LIST_LINE.exec(text.slice(length, end).replace(/\n$/, ""));
    if (!line?.[3]?.trim()) break;
    lines.push(line);
    length = end;
  }
  return lines.length === 0 ? undefined : { block: nest(lines), length };
}

/** Turns lines into a tree: what is indented further than the first line belongs to the entry before it. */
function nest(lines: RegExpExecArray[]): Block {
  const first = lines[0];
  const base = first?.[1]?.length ?? 0;
  const ordered = /\d/.test(first?.[2] ?? "");
  const items: ListItem[] = [];
  for (let index = 0; index < lines.length; ) {
    const item: ListItem = { children: parseInline(lines[index]?.[3] ?? "") };
    let next = index + 1;
    while (next < lines.length && (lines[next]?.[1]?.length ?? 0) > base) next++;
    if (next > index + 1) item.nested = nest(lines.slice(index + 1, next));
    items.push(item);
    index = next;
  }
  return { kind: "list", ordered, start: ordered ? Number.parseInt(first?.[2] ?? "1", 10) : 1, items };
}
