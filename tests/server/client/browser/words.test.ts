/** Sentences of the catalogue, filled in, in either language. */

import { expect, test } from "vitest";
import { both, otherLanguage, readerLanguage, say } from "#browser/words.ts";

test("places are filled in, unknown ones stay", () => {
  expect(say("en", "Go to {counter} now.", { counter: "Counter 3" })).toBe("Go to Counter 3 now.");
  expect(say("en", "Go to {counter} now.")).toBe("Go to {counter} now.");
});

test("both languages come from one key", () => {
  const { zh, en } = both("Counter {number}", { number: 3 });
  expect(en).toBe("Counter 3");
  expect(zh).toMatch(/^3\s?\p{Script=Han}+$/u);
});

test("a language is called what it calls itself", () => {
  expect(otherLanguage("zh")).toBe("English");
  expect(otherLanguage("en")).toMatch(/^\p{Script=Han}+$/u);
});

test.each([
  [["zh-TW", "en"], "zh"],
  [["zh-Hant-HK"], "zh"],
  [["fr-FR", "en-US", "zh"], "en"],
  [["en_GB"], "en"],
  [["enm", "fr"], "zh"],
  [[], "zh"],
])("of %j the first that is ours is read", (wanted, language) => {
  expect(readerLanguage(wanted)).toBe(language);
});
