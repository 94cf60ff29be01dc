import { z } from "zod";
import { environmentVariables } from "./environment.ts";
import { configSchema, type Kinds } from "./schema.ts";

/** One key of the config or the environment, in words: where it stands, what it takes, and an example of it as JSON. */
export type KeyDescription = {
  key: string;
  type: string;
  required: boolean;
  /** As JSON; undefined where there is none. */
  default: string | undefined;
  description: string;
  example: string | undefined;
  /** Where keys differ by kind: which kind this key belongs to. */
  kind: string | undefined;
};

/** What a schema says of itself as JSON Schema, with the examples that the fields carry. */
type Node = {
  type?: string;
  description?: string;
  default?: unknown;
  example?: unknown;
  const?: unknown;
  enum?: unknown[];
  properties?: Record<string, Node>;
  required?: string[];
  additionalProperties?: Node | boolean;
  propertyNames?: Node;
  items?: Node;
  oneOf?: Node[];
  anyOf?: Node[];
  pattern?: string;
};

/** Every key of the config, in the order of the schema; keys inside a list or a map by the name of what stands there. */
export function describeConfig(kinds: Kinds): KeyDescription[] {
  const root = toNode(configSchema(kinds));
  return Object.entries(root.properties ?? {}).flatMap(([key, node]) =>
    describeNode(key, node, root.required?.includes(key) ?? false, undefined),
  );
}

/** Every variable of the environment, apart from RPC_URLS_<chainId>. */
export function describeEnvironment(): KeyDescription[] {
  const root = toNode(environmentVariables);
  return Object.entries(root.properties ?? {}).map(([key, node]) => ({
    ...describeOne(key, node, root.required?.includes(key) ?? false, undefined),
    type: "text",
  }));
}

function toNode(schema: z.ZodType): Node {
  return z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Node;
}

function describeNode(key: string, node: Node, required: boolean, kind: string | undefined): KeyDescription[] {
  return [describeOne(key, node, required, kind), ...describeInner(key, node, kind)];
}

function describeOne(key: string, node: Node, required: boolean, kind: string | undefined): KeyDescription {
  const inner = node.description === undefined ? node.items?.description : undefined;
  return {
    key,
    type: typeOf(node),
    required,
    default: node.default === undefined ? undefined : JSON.stringify(node.default),
    description: node.description ?? inner ?? "",
    example: exampleOf(node),
    kind,
  };
}

/** The keys inside: of an object, of a map's entries, of a list's items, of each kind of a choice. */
function describeInner(key: string, node: Node, kind: string | undefined): KeyDescription[] {
  if (node.properties !== undefined) return describeProperties(key, node, kind);
  if (typeof node.additionalProperties === "object")
    return describeInner(`${key}.<${nameOf(key, node)}>`, node.additionalProperties, kind);
  if (node.type === "array" && node.items) return describeInner(`${key}[]`, node.items, kind);
  const choices = (node.oneOf ?? node.anyOf ?? []).filter((choice) => choice.properties !== undefined);
  return choices.flatMap((choice) => describeProperties(key, choice, discriminatorOf(choice) ?? kind));
}

function describeProperties(key: string, node: Node, kind: string | undefined): KeyDescription[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, inner]) =>
    describeNode(`${key}.${name}`, named(inner, node), node.required?.includes(name) ?? false, kind),
  );
}

/** The constant that tells a choice from the others says what the whole choice is, unless it says so itself. */
function named(inner: Node, choice: Node): Node {
  if (inner.const === undefined || inner.description !== undefined || choice.description === undefined) return inner;
  return { ...inner, description: choice.description };
}

/** The one constant that tells a choice from the others, as it is written: `kind: "depth"`. */
function discriminatorOf(choice: Node): string | undefined {
  const found = Object.entries(choice.properties ?? {}).find(([, inner]) => inner.const !== undefined);
  return found === undefined ? undefined : `${found[0]}: ${JSON.stringify(found[1].const)}`;
}

function nameOf(key: string, node: Node): string {
  if (node.propertyNames?.pattern === "^\\d+$") return "chain id";
  return key === "jobs" ? "job" : "name";
}

function typeOf(node: Node): string {
  if (node.const !== undefined) return JSON.stringify(node.const);
  if (node.enum !== undefined) return node.enum.map((value) => JSON.stringify(value)).join(" or ");
  const choices = node.oneOf ?? node.anyOf;
  if (choices !== undefined) return [...new Set(choices.map(typeOf))].join(" or ");
  if (node.type === "array") return `list of ${node.items ? typeOf(node.items) : "anything"}`;
  if (typeof node.additionalProperties === "object")
    return node.additionalProperties.type === "string" ? "object of text" : "object by name";
  const words: Record<string, string> = { string: "text", integer: "whole number", boolean: "true or false" };
  return words[node.type ?? ""] ?? node.type ?? "anything";
}

function exampleOf(node: Node): string | undefined {
  const value = node.example ?? node.const ?? node.enum?.[0] ?? node.items?.example;
  if (value === undefined) return undefined;
  return JSON.stringify(node.type === "array" && !Array.isArray(value) ? [value] : value);
}
