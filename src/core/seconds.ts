/** An hour, in seconds. */
export const HOUR = 3_600;

/** A day of 24 hours, in seconds. */
export const DAY = 86_400;

/** A week, in seconds. */
export const WEEK = 604_800;

/** A month of thirty days, in seconds. */
export const MONTH = 2_592_000;

/** A year of 365 days, in seconds. */
export const YEAR = 31_536_000;
