/** Of several questions only the last one's answer counts, in whichever order the answers come. */

import { expect, test } from "vitest";
import { Latest } from "#browser/latest.ts";

test("who asked last is heard, whoever is answered last", () => {
  const latest = new Latest();
  const first = latest.asks();
  expect(first()).toBe(true);
  const second = latest.asks();
  expect([second(), first()]).toEqual([true, false]);
  expect(second()).toBe(true);
});

test("one who asks does not disturb who asks about something else", () => {
  const [latest, other] = [new Latest(), new Latest()];
  const asked = latest.asks();
  other.asks();
  expect(asked()).toBe(true);
});
