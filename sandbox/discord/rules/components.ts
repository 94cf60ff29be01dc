import { asRecords, asString, type Json } from "../json.ts";
import { everyComponent, type Placed } from "../model/components.ts";
import { type Problem, problem } from "./problem.ts";
import { urlProblems } from "./urls.ts";

const ACTION_ROW = 1;
const BUTTON = 2;
const LINK = 5;
const PREMIUM = 6;
const SELECTS = [3, 5, 6, 7, 8];
const MAX_ROWS = 5;

/** The rules of buttons, rows and selects that hold in every message, old layout or new. */
export function interactiveProblems(components: unknown): Problem[] {
  const all = everyComponent(components);
  return [...duplicateIds(all), ...all.flatMap(oneComponent)];
}

/** The rules of the old layout: at most five rows, and nothing but rows at the top. */
export function classicLayoutProblems(components: unknown): Problem[] {
  const top = asRecords(components);
  const rows =
    top.length > MAX_ROWS
      ? [problem(["components"], "BASE_TYPE_BAD_LENGTH", `Must be between 1 and ${MAX_ROWS} in length.`)]
      : [];
  const strangers = top.flatMap((component, index) =>
    component.type === ACTION_ROW
      ? []
      : [
          problem(
            ["components", index, "type"],
            "UNION_TYPE_CHOICES",
            "Only allowed with MessageFlags.IS_COMPONENTS_V2.",
          ),
        ],
  );
  return [...rows, ...strangers];
}

function duplicateIds(all: readonly Placed[]): Problem[] {
  const seen = new Set<string>();
  return all.flatMap(({ component, path }) => {
    const customId = asString(component.custom_id);
    if (customId === undefined) return [];
    if (!seen.has(customId)) {
      seen.add(customId);
      return [];
    }
    const message = "Component custom id cannot be duplicated";
    return [problem([...path, "custom_id"], "COMPONENT_CUSTOM_ID_DUPLICATED", message)];
  });
}

function oneComponent({ component, path }: Placed): Problem[] {
  if (component.type === ACTION_ROW) return rowProblems(component, path);
  if (component.type === BUTTON) return buttonProblems(component, path);
  if (SELECTS.includes(component.type as number)) return selectProblems(component, path);
  return [];
}

function rowProblems(row: Json, path: (string | number)[]): Problem[] {
  const types = asRecords(row.components).map((component) => component.type);
  const selects = types.filter((type) => SELECTS.includes(type as number)).length;
  const tooWide = selects > 1 || (selects === 1 && types.length > 1);
  const message = "A row holds up to five buttons or one select.";
  return tooWide ? [problem([...path, "components"], "COMPONENT_LAYOUT_WIDTH_EXCEEDED", message)] : [];
}

function buttonProblems(button: Json, path: (string | number)[]): Problem[] {
  const customId = asString(button.custom_id);
  const url = asString(button.url);
  const missing = (field: string) => problem([...path, field], "BASE_TYPE_REQUIRED", "This field is required");
  const superfluous = (field: string) =>
    problem([...path, field], "BUTTON_COMPONENT_INVALID_FIELD", "Not allowed for a button of this style.");
  if (button.style === PREMIUM) return asString(button.sku_id) ? [] : [missing("sku_id")];
  const labelled = (asString(button.label) ?? "") !== "" || (button.emoji !== undefined && button.emoji !== null);
  const face = labelled ? [] : [missing("label")];
  if (button.style !== LINK) {
    return [...face, ...(customId ? [] : [missing("custom_id")]), ...(url ? [superfluous("url")] : [])];
  }
  return [
    ...face,
    ...(customId ? [superfluous("custom_id")] : []),
    ...(url ? urlProblems(url, [...path, "url"], ["http:", "https:", "discord:"]) : [missing("url")]),
  ];
}

/** The rules of one select: no value twice, a possible range, no more defaults than may be chosen. */
export function selectProblems(select: Json, path: readonly (string | number)[]): Problem[] {
  const options = asRecords(select.options);
  const values = options.map((option) => option.value);
  const min = typeof select.min_values === "number" ? select.min_values : 1;
  const max = typeof select.max_values === "number" ? select.max_values : 1;
  const defaults = options.filter((option) => option.default === true).length;
  return [
    ...values.flatMap((value, index) =>
      values.indexOf(value) === index
        ? []
        : [
            problem(
              [...path, "options", index, "value"],
              "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
              "The specified option value is already used",
            ),
          ],
    ),
    ...(min > max
      ? [problem([...path, "min_values"], "SELECT_COMPONENT_RANGE", "min_values exceeds max_values.")]
      : []),
    ...(select.type === 3 && options.length > 0 && min > options.length
      ? [problem([...path, "min_values"], "SELECT_COMPONENT_RANGE", "min_values exceeds the number of options.")]
      : []),
    ...(defaults > max
      ? [problem([...path, "options"], "SELECT_COMPONENT_DEFAULTS", "More defaults than may be chosen.")]
      : []),
  ];
}
