/** A counter's number is shown large only when its name is nothing but that number. */

import { expect, test } from "vitest";
import { both } from "#browser/words.ts";
import { counterNumber, counterSign, longNamed } from "../../../displays/page/place.ts";

test.each([1, 3, 42, 999])("%i", (number) => {
  const { zh, en } = both("Counter {number}", { number });
  expect(counterNumber({ zh, en })).toBe(number);
  expect(counterNumber({ zh: ` ${zh.replaceAll(" ", "")} `, en })).toBe(number);
  expect(counterNumber({ zh: `A ${zh}`, en })).toBeNull();
});

test.each(["", "1000", "VIP", "0"])("%s is no counter's number", (zh) => {
  expect(counterNumber({ zh, en: zh })).toBeNull();
});

test.each(["3", "12A", "B07", "108"])("%s is shown as large as a number", (sign) => {
  const { zh, en } = both("Counter {number}", { number: sign });
  expect(counterSign({ zh, en })).toBe(sign);
});

test.each(["B 区 07 号综合窗口", "VIP 室", "婚姻登记颁证厅", ""])("%s is words", (zh) => {
  expect(counterSign({ zh, en: zh })).toBeNull();
});

test("a name of many words needs more room than a sign or a short name", () => {
  expect(longNamed({ zh: "二楼东区不动产登记与抵押综合受理专窗", en: "Second floor" })).toBe(true);
  expect(["婚姻登记颁证厅", "B 区 07 号综合窗口", "108 号窗口"].filter((zh) => longNamed({ zh, en: zh }))).toEqual([]);
});
