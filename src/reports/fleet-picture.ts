import type { Period } from "../core/treasury/periods.ts";
import type { Statement, StatementToken } from "../core/treasury/statement.ts";
import { fold } from "./chart-data.ts";
import { dayLabels, dayScale } from "./drawing/day-axis.ts";
import { EDGE, svg, WIDTH } from "./drawing/frame.ts";
import { legend, legendEntries } from "./drawing/legend.ts";
import { marks } from "./drawing/marks.ts";
import { palette } from "./drawing/palette.ts";
import { stackedBars } from "./drawing/stacked-bars.ts";
import { label } from "./drawing/svg.ts";
import { fitText } from "./drawing/text-width.ts";
import { formatShort, formatTokens, toPixels } from "./format-figure.ts";

/** What a whole source paid, epoch by epoch and region by region, the largest region first. */
export type FleetPicture = {
  title: string;
  token: StatementToken;
  timeZone: string;
  /** When each epoch was, oldest first. */
  epochs: readonly Period[];
  word: string;
  /** Votes whose change took effect, by Unix seconds. */
  marks: Statement["marks"];
  regions: readonly { region: string; byEpoch: readonly bigint[] }[];
  total: bigint;
};

/** What a fleet earned as SVG: a bar for each epoch, its parts the regions. */
export function fleetPicture(picture: FleetPicture): string {
  const { title, token, timeZone, epochs, word, regions, total, marks: votes } = picture;
  const down = votes.length > 0 ? 40 : 0;
  const scale = dayScale(epochs.length, EDGE + 84, WIDTH - EDGE);
  const unit = 10n ** BigInt(token.decimals);
  const series = fold(
    regions.map(({ region, byEpoch }) => ({ label: region, values: byEpoch.map((amount) => toPixels(amount, unit)) })),
  );
  const heading = `${token.symbol} per ${word}`;
  return svg(
    WIDTH,
    640 + down,
    label(EDGE, 84, fitText(title, 720, 36, 700), { size: 36, weight: 700, fill: palette.strong }),
    label(WIDTH - EDGE, 84, fitText(formatTokens(total, token), 390, 36, 700), {
      ...{ size: 36, weight: 700, fill: palette.strong, anchor: "end" },
    }),
    label(EDGE, 138, fitText(heading, WIDTH - 2 * EDGE, 26), { fill: palette.soft }),
    legend(legendEntries({ series }), EDGE, WIDTH - EDGE, 184),
    stackedBars(
      { title: heading, series, unknown: [], format: formatShort },
      { days: scale, top: 220 + down, bottom: 550 + down },
    ),
    marks(votes, epochs, { days: scale, top: 222, bottom: 550 + down }),
    dayLabels(epochs, scale, 602 + down, timeZone),
  );
}
