/** What is typed for a day or a number is sent as it is where it is none: the server says why. */

import { expect, test } from "vitest";
import { dayOf, numberOf, roughOf } from "../../../caller/page/question.ts";

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

const BORN = {
  first: "1950-03-10",
  last: "2026-11-30",
  rough: [
    ["1950-03-10", "1966-07-15"],
    ["2020-01-01", "2026-11-30"],
  ],
};

test.each([
  ["a year of which every day is as good", ["1960", "", ""], "1960-01-01..1960-12-31"],
  ["a month", ["1966", "6", ""], "1966-06-01..1966-06-30"],
  ["February of a leap year", ["1960", "02", ""], "1960-02-01..1960-02-29"],
  ["no day before the first", ["1950", "", ""], "1950-03-10..1950-12-31"],
  ["none after the last", ["2026", "11", ""], "2026-11-01..2026-11-30"],
  ["a year that has to be known more exactly", ["1966", "", ""], null],
  ["a year between", ["2000", "", ""], null],
  ["a whole day", ["1960", "1", "1"], null],
  ["no month", ["1960", "13", ""], null],
  ["a day without its month", ["1960", "", "1"], null],
  ["out of reach", ["2027", "", ""], null],
])("a date is said as exactly as it is needed: %s", (_, parts, sent) => {
  expect(roughOf(BORN, parts)).toBe(sent);
});
