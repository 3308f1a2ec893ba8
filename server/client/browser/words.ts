/** The one gettext catalogue: English sentences are the keys; the server writes the Chinese into the page. */

import type { Language, Text } from "./wire.ts";

const chinese = JSON.parse(document.getElementById("words")?.textContent ?? "{}") as Record<string, string>;

/** Return `message` in `language`, its `{name}` places filled with `values`. */
export function say(
  language: Language,
  message: string,
  values: Readonly<Record<string, string | number>> = {},
): string {
  const text = language === "zh" ? (chinese[message] ?? message) : message;
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

/** Return `message` in both languages, for screens that show them together. */
export function both(message: string, values: Readonly<Record<string, string | number>> = {}): Text {
  return { zh: say("zh", message, values), en: say("en", message, values) };
}
