/** One clock for durations, `performance.now()`, and moments counted on from it: no wall clock is asked twice. */

let ahead = 0;

/** Return the moment now, in ms since the epoch, as this machine knew it when the page was opened. */
export function pageNow(): number {
  return performance.timeOrigin + performance.now();
}

/** Return the moment now, in ms since the epoch, by the server's clock, as far as the server has told it. */
export function serverNow(): number {
  return pageNow() + ahead;
}

/** Return the moment by the server's clock at which `performance.now()` was `then`. */
export function serverMoment(then: number): number {
  return serverNow() - (performance.now() - then);
}

/** Learn the server's moment from the `Date` header of an answer; anything that is no date is passed over. */
export function learnMoment(date: string | null): void {
  const told = date === null ? Number.NaN : Date.parse(date);
  // The header counts whole seconds: a smaller difference is no difference.
  if (Math.abs(told - serverNow()) > 2000) ahead = told - pageNow();
}

/** Return a moment as HH:MM in a zone. */
export function clockTime(at: number, timeZone: string): string {
  return new Date(at).toLocaleTimeString("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" });
}
