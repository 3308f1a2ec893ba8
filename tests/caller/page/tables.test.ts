/** The tables of editors: most frequent first, nothing that was never counted, what is no more says so. */

import { expect, test } from "vitest";
import { listedOf } from "../../../caller/page/tables.ts";

const told = {
  days: 30,
  center: null,
  consultations: 9,
  questions: [
    { question: "months", unsure: 1, last: 7, text: { zh: "交了几个月？", en: "How many months?" } },
    { question: "gone", unsure: 4, last: 0, text: null },
  ],
  marks: [
    { about: "paper", line: "card", why: "outdated", count: 3, last_day: "2026-11-20", name: null },
    {
      about: "item",
      line: "F01",
      why: "missing",
      count: 2,
      last_day: "2026-11-21",
      name: { zh: "入学", en: "School" },
    },
  ],
  unfound: [{ words: "领养小猫", count: 3, last_day: "2026-11-21" }],
} as const;

test("what is most frequent stands first, and what was never counted does not stand there", () => {
  const [unsure, last] = listedOf(told, "en");
  expect(unsure?.rows).toEqual([
    ["gone", "4"],
    ["How many months?", "1"],
  ]);
  expect(last?.rows).toEqual([["How many months?", "7"]]);
});

test("lines are named in words, and one that is no more says so", () => {
  const marks = listedOf(told, "zh")[2];
  expect(marks?.rows).toEqual([
    ["材料：card（清单里已没有）", "已经过时", "3", "2026-11-20"],
    ["事项：入学", "还缺别的", "2", "2026-11-21"],
  ]);
});
