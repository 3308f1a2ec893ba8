/** The right of the console: the consultation of the ticket in hand, or of any code that a citizen shows or says. */

import { ask, newKey, Problem } from "#browser/asking.ts";
import { element, icon, ICONS } from "#browser/elements.ts";
import { Latest } from "#browser/latest.ts";
import type { Access, Answer, Because, Consultation, Language, Question, Ticket } from "#browser/wire.ts";
import { type Sentence, say } from "#browser/words.ts";
import { contradictionsOf } from "./contradictions.ts";
import type { Mark } from "./marks.ts";
import { questionOf } from "./question.ts";
import { NOTHING, openOf, papersNow, routeOf, servedBy } from "./route.ts";
import { othersOf, verdictsOf } from "./verdicts.ts";

const FRESH_MS = 25_000;

export class PlanPanel {
  private ticket: Ticket | null = null;
  /** The code that staff typed; it hides the ticket's own until it is closed or another ticket comes. */
  private typed: string | null = null;
  private told: Consultation | null = null;
  private code: string | null = null;
  /** When it was last asked for, by `performance.now()`. */
  private learned = -Infinity;
  private trouble: string | null = null;
  private busy = false;
  private readonly learning = new Latest();
  /** An answer that was taken back to be given anew: so it can be put back as it was. */
  private taken: { readonly because: Because; readonly value: Answer } | null = null;
  /** A question that was left open and that somebody can answer after all. */
  private wanted: string | null = null;
  private drawn = "";
  private readonly head = element("h2", { id: "plan-head" });
  private readonly label = element("label", { for: "code" });
  private readonly field = element("input", {
    id: "code",
    autocomplete: "off",
    autocapitalize: "characters",
    spellcheck: "false",
    maxlength: "300",
  });
  private readonly show_ = element("button", { type: "submit", id: "code-show" });
  private readonly close = element("button", { type: "button", id: "code-close" });
  private readonly body = element("div", { id: "plan-body" });

  constructor(
    place: HTMLElement,
    private readonly access: Access,
    private readonly language: () => Language,
  ) {
    const form = element("form", { id: "code-form" }, this.label, this.field, this.show_, this.close);
    form.onsubmit = (event) => {
      event.preventDefault();
      // People paste the whole address as often as the code.
      const code = this.field.value.trim().replace(/^.*\/c\//, "");
      if (code !== "") void this.open(code);
    };
    this.close.onclick = () => this.leave();
    this.field.onkeydown = (event) => {
      if (event.key !== "Escape") return;
      this.leave();
      this.field.blur();
    };
    place.replaceChildren(this.head, form, this.body);
  }

  /** Show what belongs to `ticket`; what cannot be had is said and hinders nothing. */
  async show(ticket: Ticket | null): Promise<void> {
    if (ticket?.id !== this.ticket?.id && ticket !== null) this.forget();
    this.ticket = ticket;
    const code = this.typed ?? ticket?.plan ?? null;
    if (code !== this.code) {
      this.told = this.taken = this.wanted = this.trouble = null;
      this.code = code;
      this.learned = -Infinity;
    }
    this.draw();
    // The citizen may answer on a phone meanwhile.
    if (code !== null && !this.busy && performance.now() - this.learned > FRESH_MS) await this.learn(code);
  }

  /** Put the cursor into the box for a code. */
  focus(): void {
    this.field.focus();
    this.field.select();
  }

  /** Put what a scanner wrote into the box, for a person to look at. */
  put(text: string): void {
    this.field.value = text;
    this.focus();
  }

  private async open(code: string): Promise<void> {
    this.typed = code;
    await this.show(this.ticket);
  }

  private forget(): void {
    this.typed = null;
    this.field.value = "";
  }

  private leave(): void {
    this.forget();
    void this.show(this.ticket);
  }

  /** Read the consultation, or `put` something of it: `answers` or the `wish`. */
  private async learn(code: string, put?: "answers" | "wish", body?: unknown): Promise<boolean> {
    const path = `/consultations/${encodeURIComponent(code)}`;
    const asking = { language: this.language(), token: this.access.token };
    // An answer that is given while the plan is looked at is newer than what that look will tell.
    const newest = this.learning.asks();
    this.learned = performance.now();
    this.busy = put !== undefined;
    this.draw();
    try {
      const told =
        put === undefined
          ? await ask<Consultation>("GET", path, asking)
          : await ask<Consultation>("PUT", `${path}/${put}`, { ...asking, body });
      if (this.code !== code || !newest()) return false;
      this.told = told;
      this.trouble = null;
      return true;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (this.code === code && newest())
        this.trouble =
          problem.code === "unreachable" ? say(this.language(), "The plan cannot be read now.") : problem.message;
      return false;
    } finally {
      if (newest()) this.busy = false;
      this.draw();
    }
  }

  private async give(value: Answer, question: string): Promise<void> {
    if (this.code === null || this.busy) return;
    if (await this.learn(this.code, "answers", { [question]: value })) this.taken = this.wanted = null;
    this.draw();
    this.body.querySelector<HTMLElement>("#question button, #question input")?.focus();
  }

  /** Ask no more what the citizen cannot answer: the plan becomes that of what is sure. */
  private async leaveOpen(question: string): Promise<void> {
    if (this.code === null || this.told === null || this.busy) return;
    const { goal, leave_out, here, unsure } = this.told.wish;
    const wish = { goal, leave_out, here, unsure: [...new Set([...unsure, question])] };
    if (await this.learn(this.code, "wish", wish)) this.taken = this.wanted = null;
    this.draw();
    this.body.querySelector<HTMLElement>("#question button, #question input")?.focus();
  }

  private want(question: string): void {
    this.wanted = question;
    this.draw();
    this.body.querySelector<HTMLElement>("#question button, #question input")?.focus();
  }

  private async takeBack(because: Because): Promise<void> {
    const value = this.told?.answers[because.fact];
    if (this.code === null || this.busy || value === undefined) return;
    this.taken = { because, value };
    this.wanted = null;
    if (!(await this.learn(this.code, "answers", { [because.fact]: null }))) this.taken = null;
    this.draw();
    this.body.querySelector<HTMLElement>("#question button, #question input")?.focus();
  }

  private readonly mark: Mark = async (about, line, why) => {
    const asking = { language: this.language(), token: this.access.token, key: newKey() };
    try {
      await ask("POST", "/line-marks", { ...asking, body: { about, line, why } });
      return true;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      return false;
    }
  };

  private instead(): Sentence | null {
    if (this.trouble !== null) return null;
    if (this.code !== null) return "One moment…";
    return this.ticket === null
      ? "The plan and papers of the person you call appear here."
      : "This ticket came without guidance.";
  }

  /** Draw anew what is other than before: what somebody just opened or types in stays. */
  private draw(): void {
    const language = this.language();
    const { told, ticket, trouble, taken, wanted, typed, busy, code } = this;
    const now = JSON.stringify([language, told, ticket?.id, ticket?.plan, trouble, taken, wanted, typed, busy, code]);
    if (now === this.drawn) return;
    this.drawn = now;
    this.head.replaceChildren(
      say(language, "Plan and papers"),
      element("span", { class: "of" }, told === null ? "" : told.code),
    );
    this.label.replaceChildren(say(language, "Consultation code"), element("kbd", {}, "K"));
    this.show_.textContent = say(language, "Show");
    this.close.textContent = say(language, ticket === null ? "Close it" : "Back to the ticket");
    this.close.hidden = typed === null;
    const alert =
      trouble === null
        ? []
        : [element("p", { class: "trouble", role: "alert" }, icon(ICONS.alert), element("span", {}, trouble))];
    if (told === null) {
      const instead = this.instead();
      this.body.replaceChildren(
        ...alert,
        element("p", { class: "empty" }, instead === null ? "" : say(language, instead)),
      );
      return;
    }
    const served =
      ticket !== null && ticket.plan === told.code ? servedBy(told, this.access.center, ticket.service) : NOTHING;
    const open = new Set([...this.body.querySelectorAll<HTMLElement>("details[open]")].map((each) => each.id));
    const mind = told.words.cautions.map((words) =>
      element("p", { class: "mind" }, icon(ICONS.alert), element("span", {}, words[language])),
    );
    this.body.replaceChildren(
      ...alert,
      ...this.asking(told, language),
      ...mind,
      ...contradictionsOf(told, language, this.busy, (because) => void this.takeBack(because)),
      element("p", { class: "counts" }, told.words.counts[language]),
      ...openOf(told, language, this.busy, (question) => this.want(question)),
      ...papersNow(told, served, language, this.mark),
      ...verdictsOf(told, language, this.busy, (because) => void this.takeBack(because)),
      ...routeOf(told, served, language, this.mark),
      ...othersOf(told, language),
    );
    for (const each of this.body.querySelectorAll("details")) each.open = open.has(each.id);
  }

  private asking(told: Consultation, language: Language): readonly Node[] {
    const asked = this.taken?.because.fact ?? this.wanted;
    const question =
      told.questions.find((each) => each.id === asked) ??
      told.questions.find((each) => !told.wish.unsure.includes(each.id));
    if (question === undefined) return [];
    const left = say(language, told.about_left > 1 ? "about {left} questions left" : "last question", {
      left: told.about_left,
    });
    const box = questionOf(question, left, language, this.busy, (value) => void this.give(value, question.id));
    if (this.taken !== null && question.id === this.taken.because.fact) {
      const { because, value } = this.taken;
      const back = element(
        "button",
        { type: "button", class: "plain keep", disabled: this.busy },
        say(language, "Keep: {answer}", { answer: because.answer[language] }),
      );
      back.onclick = () => void this.give(value, because.fact);
      box.append(back);
    }
    box.append(this.unsure(question, language));
    return [box];
  }

  private unsure(question: Question, language: Language): HTMLElement {
    const button = element(
      "button",
      { type: "button", class: "plain unsure", disabled: this.busy },
      say(language, "I am not sure"),
    );
    button.onclick = () => void this.leaveOpen(question.id);
    return button;
  }
}
