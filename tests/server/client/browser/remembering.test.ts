import { expect, test } from "vitest";

import { dayStorage, type Remembering } from "#browser/remembering.ts";

function memory(): Remembering {
  const kept = new Map<string, string>();
  return {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: (name) => void kept.delete(name),
  };
}

test("a tab is what it was, a new one what was last", () => {
  const kept = memory();
  const [one, two] = [dayStorage(memory(), kept), dayStorage(memory(), kept)];
  one.setItem("who", "counter 1");
  two.setItem("who", "counter 2");
  expect(one.getItem("who")).toBe("counter 1");
  expect(dayStorage(memory(), kept).getItem("who")).toBe("counter 2");
});

test("who leaves is forgotten, and another tab's counter is not", () => {
  const kept = memory();
  const [one, two] = [dayStorage(memory(), kept), dayStorage(memory(), kept)];
  one.setItem("who", "counter 1");
  two.setItem("who", "counter 2");
  one.removeItem("who");
  expect(kept.getItem("who")).toBe("counter 2");
  two.removeItem("who");
  expect(kept.getItem("who")).toBeNull();
  const later = dayStorage(memory(), kept);
  kept.setItem("who", "counter 3");
  later.removeItem("who");
  expect(later.getItem("who")).toBeNull();
});
