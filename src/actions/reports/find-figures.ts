import { listNewestReports } from "../../../db/reports.ts";
import type { App } from "../../app.ts";
import { formatStretch } from "../../core/treasury/format-time.ts";
import { type Figure, listFigures } from "../../core/treasury/statement/figures.ts";
import { nameStatement } from "../../core/treasury/statement/name-statement.ts";
import type { Statement } from "../../core/treasury/statement.ts";
import { Refusal } from "../../errors.ts";
import { describeReport } from "./describe-report.ts";

/** A figure of one report: `12/income` names both. */
export type FigureFound = { value: string; name: string; figure: Figure; statement: Statement };

/** Reports that are looked through by their names, and those of them whose accounts are then read. */
const NAMED = 100;
const READ = 3;

/** Figures whose report and label have all the words that are typed, of the newest report of each name first. */
export function findFigures(app: App, typed: string): FigureFound[] {
  const words = typed
    .toLowerCase()
    .split(/[\s·]+/u)
    .filter(Boolean);
  return reportsLike(app, words)
    .flatMap(({ id }) => figuresOf(app, id))
    .filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)));
}

/** The figure that was chosen, or the first that fits what was typed; throws Refusal where there is none. */
export function findFigure(app: App, asked: string): FigureFound {
  const id = Number(/^(\d+)\//.exec(asked)?.[1]);
  const found = Number.isSafeInteger(id)
    ? figuresOf(app, id).find(({ value }) => value === asked)
    : findFigures(app, asked).at(0);
  if (found !== undefined) return found;
  if (listNewestReports(app.db, 1).length === 0)
    throw new Refusal("No report has been made yet: there is no figure to ask about.", {
      hint: "The first report follows at the end of its period; a maintainer can ask for one with `/report`.",
    });
  throw new Refusal("No report has such a figure.", {
    hint: "Type some of its letters, and of its report's, and choose one of those that are offered.",
  });
}

/** Those that most of the words name, then the newest of each name, then the newest. */
function reportsLike(app: App, words: readonly string[]) {
  const seen = new Set<string>();
  return listNewestReports(app.db, NAMED)
    .map((row) => {
      const title = `${app.config.reports[row.name]?.title ?? row.name} ${formatStretch(row, app.config.timeZone)}`;
      const fits = words.filter((word) => title.toLowerCase().includes(word)).length;
      const isNewest = !seen.has(row.name);
      seen.add(row.name);
      return { id: row.id, fits, isNewest };
    })
    .sort((a, b) => b.fits - a.fits || Number(b.isNewest) - Number(a.isNewest))
    .slice(0, READ);
}

function figuresOf(app: App, id: number): FigureFound[] {
  const statement = describeReport(app, id);
  const report = nameStatement(statement);
  return listFigures(statement).map((figure) => ({
    ...{ value: `${id}/${figure.key}`, name: `${report} · ${figure.label}` },
    ...{ figure, statement },
  }));
}
