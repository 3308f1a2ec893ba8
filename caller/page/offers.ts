/** Optional items that are not in the plan because they cost a trip or weeks, each with one press to add it. */

import { element } from "#browser/elements.ts";
import type { Consultation, Language } from "#browser/wire.ts";
import { say } from "#browser/words.ts";

/** Return what is offered, unless there is no plan; `take` is asked to put an item into it, unless `busy`. */
export function offersOf(
  { plan }: Pick<Consultation, "plan">,
  language: Language,
  busy: boolean,
  take: (item: string) => void,
): readonly Node[] {
  const offers = plan?.offers ?? [];
  if (offers.length === 0) return [];
  const rows = offers.map(({ item, name, gain, cost }) => {
    const label = say(language, "Add to the plan: {item}", { item: name[language] });
    const button = element(
      "button",
      { type: "button", class: "plain", disabled: busy, "aria-label": label },
      say(language, "Add it"),
    );
    button.onclick = () => take(item);
    const notes = [...(gain === null ? [] : [gain]), cost].map((each) => element("small", {}, each[language]));
    return element("li", {}, element("span", {}, element("b", {}, name[language]), ...notes), button);
  });
  return [
    element(
      "section",
      { class: "point" },
      element("b", {}, say(language, "You can also do this")),
      element("ul", { class: "because" }, ...rows),
    ),
  ];
}
