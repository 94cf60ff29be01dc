/** A moment in the reader's own time zone: `R` as a distance ("in 2 hours"), `f` as date and time. Takes unix seconds. */
export function when(unixSeconds: number, style: "R" | "f" | "d" = "f"): string {
  return `<t:${unixSeconds}:${style}>`;
}
