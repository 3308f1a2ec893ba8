/** The plan and papers that come with a ticket: what the citizen was told at the kiosk. */

import { ask } from "../../displays/page/client/asking.ts";
import { element, icon, ICONS } from "../../displays/page/client/elements.ts";
import type { Access, Language, Text, Ticket } from "../../displays/page/client/wire.ts";
import { say } from "../../displays/page/client/words.ts";

interface Consultation {
  readonly verdicts: readonly { item: string; name: Text; state: "can" | "not_yet" | "cannot" | "unknown"; reasons: readonly { text: Text }[] }[];
  readonly plan: {
    readonly visits: number;
    readonly working_days: number;
    readonly stops: readonly { name: Text; steps: readonly { name: Text; task: "submit" | "collect" }[] }[];
    readonly papers: readonly { name: Text; originals: number; copies: number; waived: boolean; key: boolean }[];
  } | null;
}

const SIGNS = { can: ICONS.tick, not_yet: ICONS.clock, cannot: ICONS.bar, unknown: ICONS.question } as const;
const WORDS = { can: "Possible", not_yet: "Later", cannot: "Not possible", unknown: "Unclear" } as const;

export class PlanPanel {
  private code: string | null = null;
  private told: Consultation | null = null;
  private instead: string | null = null;

  constructor(
    private readonly place: HTMLElement,
    private readonly access: Access,
    private readonly language: () => Language,
  ) {}

  /** Show what belongs to `ticket`; what cannot be had is said and hinders nothing. */
  async show(ticket: Ticket | null): Promise<void> {
    const code = ticket?.plan ?? null;
    if (code === null) {
      this.code = this.told = null;
      this.draw(ticket === null ? "The plan and papers of the person you call appear here." : "This ticket came without guidance.");
      return;
    }
    if (code === this.code) {
      this.draw(this.instead);
      return;
    }
    this.code = code;
    this.told = null;
    this.draw("One moment ...");
    try {
      const path = `/consultations/${encodeURIComponent(code)}`;
      const told = await ask<Consultation>("GET", path, { language: this.language(), token: this.access.token });
      if (this.code === code) this.told = told;
      this.draw(null);
    } catch {
      this.draw("The plan cannot be read now.");
    }
  }

  /** Draw the plan, or `instead` while there is none. */
  private draw(instead: string | null): void {
    this.instead = instead;
    const language = this.language();
    const head = element("h2", { id: "plan-head" }, say(language, "Plan and papers"));
    const { told } = this;
    if (told === null) {
      this.place.replaceChildren(head, element("p", { class: "empty" }, instead === null ? "" : say(language, instead)));
      return;
    }
    const { plan } = told;
    this.place.replaceChildren(
      head,
      element("ul", { class: "verdicts" }, ...told.verdicts.map((verdict) =>
        element("li", { class: verdict.state }, icon(SIGNS[verdict.state]), element("span", {}, element("b", {}, verdict.name[language]),
          ...verdict.reasons.map((reason) => element("small", {}, reason.text[language]))), element("span", { class: "word" }, say(language, WORDS[verdict.state]))))),
      ...(plan === null ? [] : [
        element("h3", {}, say(language, "Papers")),
        element("ul", { class: "papers" }, ...plan.papers.map((paper) => element("li", { class: paper.waived ? "waived" : null },
          element("b", {}, paper.name[language]), element("span", {}, copies(paper, language))))),
        element("h3", {}, say(language, plan.visits === 1 ? "{visits} trip is enough" : "{visits} trips are enough", { visits: plan.visits })),
        element("ol", { class: "stops" }, ...plan.stops.map((stop) => element("li", {}, element("b", {}, stop.name[language]),
          ...stop.steps.map((step) => element("small", {}, say(language, step.task === "collect" ? "Collect: {item}" : "Apply: {item}", { item: step.name[language] })))))),
      ]),
    );
  }
}

function copies(paper: { originals: number; copies: number; waived: boolean }, language: Language): string {
  if (paper.waived) return say(language, "electronic, look it up");
  const parts = [paper.originals > 0 ? say(language, "original") : "", paper.copies > 0 ? say(language, paper.copies > 1 ? "{copies} copies" : "{copies} copy", { copies: paper.copies }) : ""];
  return parts.filter((part) => part !== "").join(say(language, ", "));
}
