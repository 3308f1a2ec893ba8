/** Who is late, who is here: as the clock of the hall and the booking say. */

import { expect, test } from "vitest";
import { standingOf, withEnding } from "../../../caller/page/coming.ts";
import type { BookedToday } from "#browser/wire.ts";

function booking(given: Partial<BookedToday>): BookedToday {
  return {
    id: "b",
    service: "social",
    state: "booked",
    clock: "10:30",
    number: null,
    ending: "4321",
    known: false,
    ...given,
  };
}

test("whoever has booked is expected until their time, and late from then on", () => {
  expect(standingOf(booking({}), "10:29")).toBe("expected");
  expect(standingOf(booking({}), "10:30")).toBe("late");
  expect(standingOf(booking({ clock: "09:00" }), "10:30")).toBe("late");
});

test("whoever has a number is here, and whoever gave the booking back concerns nobody", () => {
  expect(standingOf(booking({ state: "checked_in", number: "D001" }), "10:30")).toBe("here");
  expect(standingOf(booking({ state: "missed", number: "D001" }), "10:30")).toBe("here");
  expect(standingOf(booking({ state: "missed" }), "10:30")).toBe("missed");
  expect(standingOf(booking({ state: "cancelled" }), "10:30")).toBeNull();
  expect(standingOf(booking({ state: "listed", clock: null }), "10:30")).toBeNull();
});

test("the last digits of a code find it", () => {
  const both = [booking({}), booking({ id: "c", ending: "9921" }), booking({ id: "d", ending: null })];
  expect(withEnding(both, "").length).toBe(3);
  expect(withEnding(both, "21").map(({ id }) => id)).toEqual(["b", "c"]);
  expect(withEnding(both, "321").map(({ id }) => id)).toEqual(["b"]);
});
