/** How a booking stands as staff see it: who is still to come, who is late, who is here, whose time is over. */

import type { BookedToday } from "#browser/wire.ts";
import type { Sentence } from "#browser/words.ts";

export type Standing = "late" | "expected" | "missed" | "here";

export const STANDINGS: Readonly<Record<Standing, Sentence>> = {
  late: "Late",
  expected: "Expected",
  missed: "Did not come",
  here: "Here",
};

/** Why what somebody missed counts no more; the words are the clerk's, the office keeps the name. */
export const EXCUSES: Readonly<Record<string, Sentence>> = {
  ill: "Was ill",
  on_the_way: "Was held up on the way",
  our_fault: "Our own mistake",
  other: "Another reason",
};

/** Return how a booking of today stands at `clock` (HH:MM in the hall); null for what concerns nobody any more. */
export function standingOf(booking: BookedToday, clock: string): Standing | null {
  // Whoever has a number is here, whatever became of the booking.
  if (booking.number !== null) return "here";
  if (booking.state === "missed") return "missed";
  if (booking.state !== "booked" || booking.clock === null) return null;
  return booking.clock <= clock ? "late" : "expected";
}

/** Return those of `bookings` that `typed`, the last digits of a code, may mean. */
export function withEnding(bookings: readonly BookedToday[], typed: string): readonly BookedToday[] {
  return bookings.filter((each) => typed === "" || (each.ending ?? "").endsWith(typed));
}
