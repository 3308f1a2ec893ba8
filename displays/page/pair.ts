/** Chinese with English under it: the screen speaks to everybody at once. */

import { element } from "#browser/elements.ts";
import type { Text } from "#browser/wire.ts";

export function pair(text: Text, name = "pair"): HTMLSpanElement {
  return element(
    "span",
    { class: name },
    element("span", { class: "zh", lang: "zh-CN" }, text.zh),
    element("span", { class: "en", lang: "en" }, text.en),
  );
}
