/** What could not be done. Over the page: who asked for what, until when, who has it, and what came of it. */

import { ask, Problem } from "#browser/asking.ts";
import { element, icon, ICONS } from "#browser/elements.ts";
import { Latest } from "#browser/latest.ts";
import { redraw } from "#browser/redrawing.ts";
import type { Access, Center, Fact, FailedCase, FailedCases, Language } from "#browser/wire.ts";
import { type Sentence, say } from "#browser/words.ts";
import type { Act } from "./chooser.ts";

export const WORDS_LONGEST = 400;

/** Why something could not be done; the digits choose one. */
export const WHY: Readonly<Record<FailedCase["why"], Sentence>> = {
  papers_missing: "A paper is missing that cannot be had",
  not_here: "Not done by this office",
  system_down: "The system is down",
  law_unclear: "The rules are unclear",
  other: "Another reason",
};
export const OUTCOMES: Readonly<Record<NonNullable<FailedCase["outcome"]>, Sentence>> = {
  solved: "Done after all",
  explained: "Cannot be done, and why was explained",
  passed_on: "Passed on to another office",
  withdrawn: "Not wanted any more",
};
export const STANDINGS: Readonly<Record<FailedCase["standing"], Sentence>> = {
  late: "Too late",
  soon: "Answer it now",
  in_time: "In time",
  closed: "Answered",
};
const STEPS: Readonly<Record<FailedCase["steps"][number]["what"], Sentence>> = {
  opened: "opened",
  noted: "noted",
  handed: "taken on",
  closed: "answered",
};

export class FailedPanel {
  private readonly asking = new Latest();
  private readonly head = element("h2", {});
  private readonly shut = element("button", { id: "cases-shut", type: "button" });
  private readonly list = element("div", { id: "cases-list" });
  private told: FailedCases = { cases: [], late: 0, soon: 0, in_time: 0 };
  private open = false;
  private center: Center | null = null;

  constructor(
    private readonly button: HTMLElement,
    private readonly place: HTMLElement,
    private readonly access: Access,
    private readonly language: () => Language,
    private readonly act: Act,
  ) {
    this.button.onclick = () => this.toggle();
    this.shut.onclick = () => this.toggle();
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.open) this.toggle();
    });
  }

  /** Show the cases, or no more. */
  toggle(): void {
    this.open = !this.open && this.told.cases.length > 0;
    this.place.replaceChildren(
      ...(this.open ? [element("div", { class: "head" }, this.head, this.shut), this.list] : []),
    );
    this.draw();
    if (this.open) this.shut.focus();
  }

  /** Learn what could not be done; what cannot be learnt now is asked for when the link is there again. */
  async look(): Promise<void> {
    const newest = this.asking.asks();
    const path = `/counters/${encodeURIComponent(this.access.counter ?? "")}/failed-cases`;
    try {
      const told = await ask<FailedCases>("GET", path, { language: this.language(), token: this.access.token });
      if (!newest()) return;
      this.told = told;
      this.draw();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
    }
  }

  heard(fact: Fact): void {
    if (fact.type === "staff.told" || fact.type === "day.closed") void this.look();
  }

  show(center: Center | null): void {
    this.center = center;
    this.draw();
  }

  private draw(): void {
    const language = this.language();
    const { cases, late, soon, in_time: inTime } = this.told;
    this.button.hidden = cases.length === 0;
    this.button.className = late > 0 ? "late" : soon > 0 ? "soon" : "";
    this.button.replaceChildren(
      say(language, "Not done: {count}", { count: late + soon + inTime }),
      element("kbd", {}, "J"),
    );
    this.head.textContent = say(language, "What could not be done");
    this.shut.replaceChildren(say(language, "Close"), element("kbd", {}, "Esc"));
    redraw(this.list, [element("ul", {}, ...cases.map((each) => this.row(language, each)))]);
    this.listen();
  }

  private row(language: Language, each: FailedCase): Node {
    const service = this.center?.services.find(({ id }) => id === each.service)?.name[language] ?? each.service;
    return element(
      "li",
      { "data-case": each.id },
      element("b", {}, each.number),
      element(
        "span",
        {},
        element("strong", {}, each.asked),
        element("small", {}, [service, say(language, WHY[each.why]), each.day].join(" · ")),
        ...each.steps.map((step) => element("small", { class: "step" }, this.step(language, step))),
      ),
      element(
        "span",
        { class: `clock ${each.standing}` },
        ...(each.standing === "late" || each.standing === "soon" ? [icon(ICONS.clock)] : []),
        each.outcome === null
          ? say(language, "{standing}: until {day}", {
              standing: say(language, STANDINGS[each.standing]),
              day: each.due,
            })
          : say(language, OUTCOMES[each.outcome]),
        element("small", {}, this.called(language, each.held_by)),
      ),
      each.outcome === null ? this.acts(language, each) : null,
    );
  }

  private step(language: Language, { at, what, note, name, counter }: FailedCase["steps"][number]): string {
    const zone = this.center?.timezone ?? "Asia/Shanghai";
    const moment = new Date(at).toLocaleString("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
    const who = this.called(language, name === "" ? (counter ?? "") : name);
    return [moment, who, say(language, STEPS[what]), note].filter((part) => part !== "").join(" · ");
  }

  /** Return a name, or what a counter is called at which nobody has signed in; the holder of the number is neither. */
  private called(language: Language, name: string): string {
    return this.center?.counters.find(({ id }) => id === name)?.name[language] ?? name;
  }

  private acts(language: Language, each: FailedCase): Node {
    const button = (act: string, words: Sentence): Node =>
      element("button", { type: "button", "data-act": act, "data-of": each.id }, say(language, words));
    return element(
      "span",
      { class: "acts" },
      element(
        "label",
        {},
        say(language, "What was done, or what came of it"),
        element("input", { id: `case-${each.id}`, maxlength: WORDS_LONGEST, autocomplete: "off" }),
      ),
      button("take-case", "I see to it"),
      button("note-case", "Write it down"),
      ...(Object.keys(OUTCOMES) as (keyof typeof OUTCOMES)[]).map((outcome) => button(outcome, OUTCOMES[outcome])),
    );
  }

  private listen(): void {
    for (const button of this.list.querySelectorAll<HTMLButtonElement>("button[data-act]")) {
      const { act = "", of = "" } = button.dataset;
      const field = this.list.querySelector<HTMLInputElement>(`#${CSS.escape(`case-${of}`)}`);
      button.onclick = () => void this.do(act, of, field);
    }
  }

  private async do(act: string, of: string, field: HTMLInputElement | null): Promise<void> {
    const note = field?.value.trim() ?? "";
    if (act !== "take-case" && note === "") {
      field?.focus();
      return;
    }
    if (act === "take-case") await this.act(act, { case: of });
    else if (act === "note-case") await this.act(act, { case: of, note });
    else await this.act("close-case", { case: of, outcome: act, note });
    if (field !== null) field.value = "";
    await this.look();
  }
}
