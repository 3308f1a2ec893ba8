/** The hours of a center in words: as soon as something else is said of them, it is asked for again. */

import { serverNow } from "./clock.ts";
import type { HoursNow } from "./wire.ts";

/** What is asked for is there by then, however the clocks of page and server differ. */
const BEHIND_MS = 2000;
/** What a browser can wait for at once. */
const LONGEST_MS = 2 ** 31 - 1;

export class HoursWatch {
  private timer = 0;

  constructor(private readonly again: () => void) {}

  /** Ask again when what is `told` is said no longer. */
  until(told: HoursNow | null): void {
    clearTimeout(this.timer);
    if (told === null) return;
    const left = Math.max(Date.parse(told.until) - serverNow(), 0) + BEHIND_MS;
    this.timer = window.setTimeout(this.again, Math.min(left, LONGEST_MS));
  }
}

/** Whether nobody is called, because the hall is closed or has its break. */
export function rests(told: HoursNow | null): boolean {
  return told !== null && (told.stands === "pause" || told.stands === "closed");
}
