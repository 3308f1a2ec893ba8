/** The one gettext catalogue: English sentences are the keys, set-up takes what the pages say out of it. */

import chinese from "./made/sentences.json";
import type { Language, Text } from "./wire.ts";

/** A sentence that the catalogue has; another one is an error of types. */
export type Sentence = keyof typeof chinese;
export type Values = Readonly<Record<string, string | number>>;

/** Return `message` in `language`, its `{name}` places filled with `values`. */
export function say(language: Language, message: Sentence, values: Values = {}): string {
  const text = language === "zh" ? chinese[message] : message;
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

/** Return `message` in both languages, for screens that show them together. */
export function both(message: Sentence, values: Values = {}): Text {
  return { zh: say("zh", message, values), en: say("en", message, values) };
}

/** Return the name of the language that is not `language`, in that language itself. */
export function otherLanguage(language: Language): string {
  return say(language === "zh" ? "en" : "zh", "English");
}

/** Return the language of a reader who wants these tags, best first; Chinese when neither is among them. */
export function readerLanguage(wanted: readonly string[]): Language {
  const primary = wanted.map((tag) => tag.toLowerCase().split(/[-_]/)[0]);
  return primary.find((tag) => tag === "en" || tag === "zh") === "en" ? "en" : "zh";
}
