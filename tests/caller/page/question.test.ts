/** What is typed for a day or a number is sent as it is where it is none: the server says why. */

import { expect, test } from "vitest";
import { dayOf, numberOf } from "../../../caller/page/question.ts";

test.each([
  [["1970", "2", "8"], "1970-02-08"],
  [["1970", "02", "30"], "1970-02-30"],
  [["70", "2", "8"], "0070-02-08"],
  [["", "", ""], "--"],
  [["1970", "x", "8"], "1970-x-8"],
])("the day %s", (parts, sent) => {
  expect(dayOf(parts)).toBe(sent);
});

test.each([
  ["180", 180],
  ["-1", -1],
  ["", ""],
  ["12.5", "12.5"],
  ["1e9", "1e9"],
])("the number %s", (typed, sent) => {
  expect(numberOf(typed)).toBe(sent);
});
