const DIGITS = 60n;
const ONE = 10n ** DIGITS;

/** A fraction of whole numbers. */
export type Fraction = { numerator: bigint; denominator: bigint };

/**
 * (1 + rate/scale)^(times/over) − 1, in fixed point of 60 decimals, each multiplication rounded down; the broken part of a
 * period by e^(x·ln y), whose series end below the last digit. `beyond` once it passes `most`; undefined where a period
 * takes more than everything.
 */
export function compound(
  { rate, scale }: { rate: bigint; scale: bigint },
  { times, over }: { times: bigint; over: bigint },
  most: bigint,
): Fraction | "beyond" | undefined {
  const factor = ((scale + rate) * ONE) / scale;
  if (factor < 0n) return undefined;
  if (factor === 0n) return { numerator: -1n, denominator: 1n };
  const cap = (most + 1n) * ONE;
  let grown = ONE;
  let square = factor;
  for (let whole = times / over; whole > 0n; whole >>= 1n) {
    if (whole & 1n) grown = (grown * square) / ONE;
    if (grown > cap) return "beyond";
    square = (square * square) / ONE;
    // From here on growth only grows: whatever is left of the exponent would pass the cap.
    if (square > cap && whole > 1n) return "beyond";
  }
  const rest = times % over;
  if (rest > 0n) grown = (grown * exponential((logarithm(factor) * rest) / over)) / ONE;
  return grown > cap ? "beyond" : { numerator: grown - ONE, denominator: ONE };
}

/** ln x = 2·artanh((x−1)/(x+1)), after halving or doubling x into the range in which the series is short. */
function logarithm(x: bigint): bigint {
  let twos = 0n;
  let near = x;
  for (; near > (ONE * 3n) / 2n; near /= 2n) twos += 1n;
  for (; near < (ONE * 3n) / 4n; near *= 2n) twos -= 1n;
  return twos * LN2 + twiceArtanh(((near - ONE) * ONE) / (near + ONE));
}

function twiceArtanh(y: bigint): bigint {
  const square = (y * y) / ONE;
  let sum = 0n;
  let power = y;
  for (let n = 1n; power !== 0n; n += 2n) {
    sum += power / n;
    power = (power * square) / ONE;
  }
  return 2n * sum;
}

const LN2 = twiceArtanh(ONE / 3n);

function exponential(x: bigint): bigint {
  let twos = 0n;
  let near = x;
  for (; near > LN2; near -= LN2) twos += 1n;
  for (; near < -LN2; near += LN2) twos -= 1n;
  let sum = 0n;
  let term = ONE;
  for (let n = 1n; term !== 0n; n += 1n) {
    sum += term;
    term = (term * near) / (ONE * n);
  }
  return twos >= 0n ? sum << twos : sum >> -twos;
}
