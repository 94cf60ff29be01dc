import { asRecord, isRecord } from "../json.ts";
import { type Problem, problem } from "./problem.ts";

/** The little of a zod schema that is needed to ask it and to walk it. */
export type Schema = {
  safeParse(value: unknown): { success: boolean; error?: { issues: readonly Issue[] } };
  _zod: { def: Definition };
};

type Definition = {
  type: string;
  getter?: () => Schema;
  innerType?: Schema;
  element?: Schema;
  options?: readonly Schema[];
  shape?: Record<string, Schema>;
  values?: readonly unknown[];
};

type Issue = {
  code?: string | undefined;
  path: readonly PropertyKey[];
  message: string;
  minimum?: unknown;
  maximum?: unknown;
  origin?: string;
  input?: unknown;
  errors?: readonly (readonly Issue[])[];
};

/** What the schema finds wrong, one problem per field; a union is judged by the member whose `type` the value claims. */
export function schemaProblems(schema: Schema, value: unknown): Problem[] {
  const result = schema.safeParse(value);
  if (result.success) return [];
  return issueProblems(schema, value, result.error?.issues ?? [], []);
}

/**
 * Fields that no schema knows: Discord would drop them in silence, and a typo with them. Empty values are let pass, and
 * the entries of `attachments`, because discord.js sends both where Discord expects nothing.
 */
export function unknownFields(schema: Schema, value: unknown, known: readonly string[] = []): Problem[] {
  return walkUnknown(schema, value, [], known);
}

function issueProblems(schema: Schema, value: unknown, issues: readonly Issue[], base: (string | number)[]): Problem[] {
  return issues.flatMap((issue) => {
    const path = [...base, ...issue.path.map((key) => (typeof key === "number" ? key : String(key)))];
    const at = issue.path.reduce<{ schema: Schema | undefined; value: unknown }>(
      (place, key) => ({ schema: stepInto(place.schema, place.value, key), value: field(place.value, key) }),
      { schema, value },
    );
    if (issue.code !== "invalid_union") return [translated(issue, path, at.value)];
    const member = at.schema && memberFor(at.schema, at.value);
    if (!member) return [problem(path, "UNION_TYPE_CHOICES", 'Value of field "type" must be one of the known types.')];
    const inner = member.safeParse(at.value);
    return inner.success ? [] : issueProblems(member, at.value, inner.error?.issues ?? [], path);
  });
}

function translated(issue: Issue, path: (string | number)[], value: unknown): Problem {
  if (value === undefined) return problem(path, "BASE_TYPE_REQUIRED", "This field is required");
  const long = issue.origin === "string" || issue.origin === "array";
  if (issue.code === "too_big") {
    return long
      ? problem(path, "BASE_TYPE_MAX_LENGTH", `Must be ${issue.maximum} or fewer in length.`)
      : problem(path, "NUMBER_TYPE_MAX", `Value must be less than or equal to ${issue.maximum}.`);
  }
  if (issue.code === "too_small") {
    return long
      ? problem(path, "BASE_TYPE_MIN_LENGTH", `Must be ${issue.minimum} or more in length.`)
      : problem(path, "NUMBER_TYPE_MIN", `Value must be greater than or equal to ${issue.minimum}.`);
  }
  if (issue.code === "invalid_value")
    return problem(path, "BASE_TYPE_CHOICES", "Value is not one of the allowed values.");
  if (issue.code === "invalid_format")
    return problem(path, "BASE_TYPE_BAD_FORMAT", "Value does not have the right form.");
  return problem(path, "BASE_TYPE_BAD_TYPE", `Value has the wrong type: ${issue.message}`);
}

function walkUnknown(schema: Schema, value: unknown, path: (string | number)[], known: readonly string[]): Problem[] {
  const plain = unwrapped(schema, value);
  if (!plain) return [];
  const { def } = plain._zod;
  if (def.type === "array" && def.element && Array.isArray(value)) {
    const { element } = def;
    return value.flatMap((item, index) => walkUnknown(element, item, [...path, index], known));
  }
  if (def.type !== "object" || !def.shape || !isRecord(value)) return [];
  const { shape } = def;
  return Object.entries(value).flatMap(([key, inner]) => {
    const next = shape[key];
    if (key === "attachments") return [];
    if (next) return walkUnknown(next, inner, [...path, key], known);
    const harmless = known.includes(key) || inner === null || inner === undefined || inner === false;
    return harmless ? [] : [problem([...path, key], "UNKNOWN_FIELD", "Discord knows no such field here.")];
  });
}

function stepInto(schema: Schema | undefined, value: unknown, key: PropertyKey): Schema | undefined {
  const plain = schema && unwrapped(schema, value);
  if (plain?._zod.def.type === "array") return plain._zod.def.element;
  return plain?._zod.def.shape?.[String(key)];
}

/** The schema without its wrappers; of a union the member that fits the value. */
function unwrapped(schema: Schema, value: unknown): Schema | undefined {
  const { def } = schema._zod;
  if (def.type === "lazy" && def.getter) return unwrapped(def.getter(), value);
  if ((def.type === "optional" || def.type === "nullable") && def.innerType) return unwrapped(def.innerType, value);
  if (def.type !== "union") return schema;
  const member = memberFor(schema, value);
  return member && unwrapped(member, value);
}

function memberFor(schema: Schema, value: unknown): Schema | undefined {
  const { def } = schema._zod;
  if (def.type === "lazy" && def.getter) return memberFor(def.getter(), value);
  if ((def.type === "optional" || def.type === "nullable") && def.innerType) return memberFor(def.innerType, value);
  const members = def.options ?? [];
  const claimed = members.find((member) => claims(member, asRecord(value).type));
  return claimed ?? members.find((member) => member.safeParse(value).success);
}

function claims(schema: Schema, type: unknown): boolean {
  const plain = unwrapped(schema, { type });
  const literal = plain?._zod.def.shape?.type;
  const values = literal && unwrapped(literal, type)?._zod.def.values;
  return type !== undefined && values?.includes(type) === true;
}

function field(value: unknown, key: PropertyKey): unknown {
  return typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined;
}
