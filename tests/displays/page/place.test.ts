/** A counter's number is shown large only when its name is nothing but that number. */

import { expect, test } from "vitest";
import { both } from "#browser/words.ts";
import { counterNumber, counterSign } from "../../../displays/page/place.ts";

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
