/** A few lines that change in place, and lines that stay above them. */
export type Screen = { show: (lines: readonly string[]) => void; note: (line: string) => void; end: () => void };

type Out = { write: (text: string) => unknown; columns?: number };

const CLEAR_BELOW = "\u001b[0J";
const USUAL_COLUMNS = 80;

/** For a terminal: draws the lines anew where they stood before. None is longer than the terminal is wide (0 where it does not say), or it would take two. */
export function createScreen(out: Out): Screen {
  let lines: readonly string[] = [];
  const erase = () => out.write(lines.length === 0 ? "" : `\u001b[${lines.length}A\r${CLEAR_BELOW}`);
  const draw = (next: readonly string[]) => {
    const width = (out.columns || USUAL_COLUMNS) - 1;
    lines = next.map((line) => Array.from(line).slice(0, width).join(""));
    out.write(lines.map((line) => `${line}\n`).join(""));
  };
  return {
    show: (next) => {
      erase();
      draw(next);
    },
    note: (line) => {
      const below = lines;
      erase();
      out.write(`${line}\n`);
      draw(below);
    },
    end: () => {
      lines = [];
    },
  };
}
