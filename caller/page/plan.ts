/** The right of the console: the consultation of the ticket in hand, or of any code that a citizen shows or says. */

import { element, icon, ICONS } from "#browser/elements.ts";
import type { Access, Consultation, Language, Question, Ticket } from "#browser/wire.ts";
import { type Sentence, say } from "#browser/words.ts";
import { contradictionsOf } from "./contradictions.ts";
import { Counsel } from "./counsel.ts";
import { Finder } from "./finder.ts";
import { questionOf } from "./question.ts";
import { offersOf } from "./offers.ts";
import { NOTHING, openOf, papersNow, routeOf, servedBy } from "./route.ts";
import { othersOf, verdictsOf } from "./verdicts.ts";
import { whomOf } from "./whom.ts";

export class PlanPanel {
  private ticket: Ticket | null = null;
  /** The code that staff typed or began; it hides the ticket's own until it is closed or another ticket comes. */
  private typed: string | null = null;
  private readonly counsel: Counsel;
  private readonly finder: Finder;
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
    this.counsel = new Counsel(access, language, () => this.draw());
    this.finder = new Finder(
      access,
      language,
      (checklists) => this.begin(checklists),
      () => this.draw(),
    );
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
    place.replaceChildren(this.head, form, this.finder.form, this.body);
  }

  /** Show what belongs to `ticket`; what cannot be had is said and hinders nothing. */
  async show(ticket: Ticket | null): Promise<void> {
    if (ticket?.id !== this.ticket?.id && ticket !== null) this.forget();
    this.ticket = ticket;
    this.counsel.turnTo(this.typed ?? ticket?.plan ?? null);
    this.draw();
    await this.counsel.renew();
  }

  /** Put the cursor into the box for a code. */
  focus(): void {
    this.field.focus();
    this.field.select();
  }

  /** Put the cursor into the box for a sentence. */
  find(): void {
    this.finder.focus();
  }

  /** Put what a scanner wrote into the box, for a person to look at. */
  put(text: string): void {
    this.field.value = text;
    this.focus();
  }

  private async open(code: string): Promise<void> {
    this.typed = code;
    this.finder.leave();
    await this.show(this.ticket);
  }

  private async begin(checklists: readonly string[]): Promise<boolean> {
    const code = await this.counsel.begin(checklists);
    if (code === null) return false;
    this.typed = this.field.value = code;
    this.draw();
    this.toQuestion();
    return true;
  }

  private forget(): void {
    this.typed = null;
    this.field.value = "";
    this.finder.leave();
  }

  private leave(): void {
    this.forget();
    void this.show(this.ticket);
  }

  private toQuestion(): void {
    const field = this.body.querySelector<HTMLElement>("#question [aria-invalid], #question button, #question input");
    field?.focus();
  }

  private instead(): Sentence | null {
    const { trouble, code } = this.counsel;
    if (trouble !== null) return null;
    if (code !== null) return "One moment…";
    return this.ticket === null
      ? "The plan and papers of the person you call appear here."
      : "This ticket came without guidance.";
  }

  /** Draw anew what is other than before: what somebody just opened or types in stays. */
  private draw(): void {
    const language = this.language();
    const { ticket, typed, counsel, finder } = this;
    const { told, trouble, taken, wanted, unfit, busy, code, whom } = counsel;
    const shown = [language, told, ticket?.id, ticket?.plan, trouble, taken, wanted, unfit, typed, busy, code, whom];
    const now = JSON.stringify([shown, finder.state]);
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
    finder.draw();
    const alert =
      trouble === null
        ? []
        : [element("p", { class: "trouble", role: "alert" }, icon(ICONS.alert), element("span", {}, trouble))];
    if (finder.open) {
      this.body.replaceChildren(...alert, ...finder.listed());
      return;
    }
    if (told === null) {
      const instead = this.instead();
      this.body.replaceChildren(
        ...alert,
        element("p", { class: "empty" }, instead === null ? "" : say(language, instead)),
      );
      return;
    }
    const open = new Set([...this.body.querySelectorAll<HTMLElement>("details[open]")].map((each) => each.id));
    this.body.replaceChildren(...alert, ...this.consulted(told, language));
    for (const each of this.body.querySelectorAll("details")) each.open = open.has(each.id);
  }

  private consulted(told: Consultation, language: Language): readonly Node[] {
    const { counsel, ticket } = this;
    const served =
      ticket !== null && ticket.plan === told.code ? servedBy(told, this.access.center, ticket.service) : NOTHING;
    const mind = told.words.cautions.map((words) =>
      element("p", { class: "mind" }, icon(ICONS.alert), element("span", {}, words[language])),
    );
    const then = (done: Promise<void>): void => void done.then(() => this.toQuestion());
    return [
      ...this.asking(told, language),
      ...mind,
      ...contradictionsOf(told, language, counsel.busy, (because) => then(counsel.takeBack(because))),
      ...whomOf(told, counsel.whom, language, counsel.busy, {
        ask: () => void counsel.askWhom().then(() => this.body.querySelector<HTMLElement>(".whom input")?.focus()),
        set: (checklist, people) => void counsel.forThese(checklist, people),
      }),
      element("p", { class: "counts" }, told.words.counts[language]),
      ...openOf(told, language, counsel.busy, (question) => {
        counsel.want(question);
        this.toQuestion();
      }),
      ...offersOf(told, language, counsel.busy, (item) => void counsel.takeIn(item)),
      ...papersNow(told, served, language, counsel.mark),
      ...verdictsOf(told, language, counsel.busy, (because) => then(counsel.takeBack(because))),
      ...routeOf(told, served, language, counsel.mark),
      ...othersOf(told, language),
    ];
  }

  private asking(told: Consultation, language: Language): readonly Node[] {
    const { counsel } = this;
    const asked = counsel.taken?.because.fact ?? counsel.wanted;
    const question =
      told.questions.find((each) => each.id === asked) ??
      told.questions.find((each) => !told.wish.unsure.includes(each.id));
    if (question === undefined) return [];
    const left = say(language, told.about_left > 1 ? "about {left} questions left" : "last question", {
      left: told.about_left,
    });
    const unfit = counsel.unfit?.question === question.id ? counsel.unfit : null;
    const give = (value: Consultation["answers"][string]): void =>
      void counsel.give(value, question.id).then(() => this.toQuestion());
    const box = questionOf(question, left, language, counsel.busy, unfit, give);
    if (counsel.taken !== null && question.id === counsel.taken.because.fact) {
      const { because, value } = counsel.taken;
      const back = element(
        "button",
        { type: "button", class: "plain keep", disabled: counsel.busy },
        say(language, "Keep: {answer}", { answer: because.answer[language] }),
      );
      back.onclick = () => give(value);
      box.append(back);
    }
    box.append(this.unsure(question, language));
    return [box];
  }

  private unsure(question: Question, language: Language): HTMLElement {
    const button = element(
      "button",
      { type: "button", class: "plain unsure", disabled: this.counsel.busy },
      say(language, "I am not sure"),
    );
    button.onclick = () => void this.counsel.leaveOpen(question.id).then(() => this.toQuestion());
    return button;
  }
}
