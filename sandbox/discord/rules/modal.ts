import { asRecords, asString, type Json } from "../json.ts";
import { everyComponent } from "../model/components.ts";
import { selectProblems } from "./components.ts";
import { type Problem, problem } from "./problem.ts";

const MAX_COMPONENTS = 5;

/** What the schemas do not know about a modal: five components, ids used once, possible ranges, a prefill that fits. */
export function modalProblems(modal: Json): Problem[] {
  const count = asRecords(modal.components).length;
  const all = everyComponent(modal.components);
  const ids = all.flatMap(({ component }) => asString(component.custom_id) ?? []);
  return [
    ...(count > MAX_COMPONENTS
      ? [problem(["components"], "BASE_TYPE_BAD_LENGTH", `Must be between 1 and ${MAX_COMPONENTS} in length.`)]
      : []),
    ...all.flatMap(({ component, path }) => {
      const again = ids.indexOf(String(component.custom_id)) !== ids.lastIndexOf(String(component.custom_id));
      const message = "Component custom id cannot be duplicated";
      return again ? [problem([...path, "custom_id"], "COMPONENT_CUSTOM_ID_DUPLICATED", message)] : [];
    }),
    ...all.flatMap(({ component, path }) => fieldProblems(component, path)),
  ];
}

function fieldProblems(component: Json, path: (string | number)[]): Problem[] {
  if (component.type === 4) return textInputProblems(component, path);
  if (Array.isArray(component.options)) return selectProblems(component, path);
  return [];
}

function textInputProblems(input: Json, path: (string | number)[]): Problem[] {
  const min = typeof input.min_length === "number" ? input.min_length : 0;
  const max = typeof input.max_length === "number" ? input.max_length : 4000;
  const length = asString(input.value)?.length ?? 0;
  return [
    ...(min > max ? [problem([...path, "min_length"], "TEXT_INPUT_RANGE", "min_length exceeds max_length.")] : []),
    ...(length > max
      ? [problem([...path, "value"], "BASE_TYPE_MAX_LENGTH", `Must be ${max} or fewer in length.`)]
      : []),
  ];
}
