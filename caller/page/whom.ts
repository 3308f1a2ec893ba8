/** For whom the matters are: who is there, and a form in which everybody is ticked whom they concern. */

import { element } from "#browser/elements.ts";
import type { Consultation, Language, Whom } from "#browser/wire.ts";
import { say } from "#browser/words.ts";

/** What can be done about it: `ask` opens and closes the form, `set` says for whom a checklist is. */
export interface ToSay {
  readonly ask: () => void;
  readonly set: (checklist: string, people: readonly string[]) => void;
}

/** Return the button that opens the form, and the form once `whom` is known. */
export function whomOf(
  told: Pick<Consultation, "wish">,
  whom: Whom | null,
  language: Language,
  busy: boolean,
  say_: ToSay,
): readonly Node[] {
  const count = told.wish.household.members?.length ?? 0;
  const words = count > 0 ? say(language, "Who is it for? {count} chosen", { count }) : say(language, "Who is it for?");
  const button = element(
    "button",
    { type: "button", id: "whom", class: "plain", disabled: busy, "aria-expanded": String(whom !== null) },
    words,
  );
  button.onclick = say_.ask;
  return [button, ...(whom?.matters ?? []).map((matter) => form(matter, language, busy, say_))];
}

function form(matter: Whom["matters"][number], language: Language, busy: boolean, { set }: ToSay): HTMLElement {
  const boxes = matter.people.map(({ value, chosen }) =>
    element("input", { type: "checkbox", value, disabled: busy, checked: chosen }),
  );
  const rows = matter.people.map(({ text }, at) => element("label", {}, boxes[at] ?? null, text[language]));
  const made = element(
    "form",
    { class: "ticked whom" },
    element(
      "fieldset",
      {},
      element("legend", {}, matter.topics.map((each) => each[language]).join(language === "zh" ? "、" : ", ")),
      ...rows,
    ),
    element("small", {}, say(language, "Whoever is taken out takes their answers along.")),
    element("button", { type: "submit", disabled: busy }, say(language, "These people")),
  );
  made.onsubmit = (event) => {
    event.preventDefault();
    const [checklist] = matter.checklists;
    const people = boxes.filter((each) => each.checked).map((each) => each.value);
    if (checklist !== undefined) set(checklist, people);
  };
  return made;
}
