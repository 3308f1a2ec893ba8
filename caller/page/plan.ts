/** The right of the console: the consultation of the ticket in hand, or of any code that a citizen shows or says. */

import { ask, Problem } from "#browser/asking.ts";
import { element, icon, ICONS } from "#browser/elements.ts";
import type { Access, Language, Ticket } from "#browser/wire.ts";
import { say } from "#browser/words.ts";
import type { Because, Consultation, Paper, Step, Value, Verdict } from "./consultation.ts";
import { dayWords, paperNotes, paperWords, stepNotes, stopNotes, warnings } from "./consultation.ts";
import { questionOf } from "./question.ts";

const SIGNS = { can: ICONS.tick, not_yet: ICONS.clock, cannot: ICONS.bar, unknown: ICONS.question } as const;
const WORDS = { can: "Possible", not_yet: "Later", cannot: "Not possible", unknown: "Unclear" } as const;
const ORDER = ["can", "not_yet", "unknown", "cannot"] as const;
const FRESH_MS = 25_000;
/** More possible things than this are folded: what hinders is talked about, the rest stands in the plan below. */
const FEW = 5;

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
  /** An answer that was taken back to be given anew: so it can be put back as it was. */
  private taken: { readonly because: Because; readonly value: Value } | null = null;
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
      this.told = this.taken = this.trouble = null;
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

  private async learn(code: string, answers?: Readonly<Record<string, Value | null>>): Promise<boolean> {
    const path = `/consultations/${encodeURIComponent(code)}`;
    const asking = { language: this.language(), token: this.access.token };
    this.learned = performance.now();
    this.busy = answers !== undefined;
    this.draw();
    try {
      const told =
        answers === undefined
          ? await ask<Consultation>("GET", path, asking)
          : await ask<Consultation>("PUT", `${path}/answers`, { ...asking, body: answers });
      if (this.code !== code) return false;
      this.told = told;
      this.trouble = null;
      return true;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (this.code === code)
        this.trouble =
          problem.code === "unreachable" ? say(this.language(), "The plan cannot be read now.") : problem.message;
      return false;
    } finally {
      this.busy = false;
      this.draw();
    }
  }

  private async give(value: Value, question: string): Promise<void> {
    if (this.code === null || this.busy) return;
    if (await this.learn(this.code, { [question]: value })) this.taken = null;
    this.draw();
    this.body.querySelector<HTMLElement>("#question button, #question input")?.focus();
  }

  private async takeBack(because: Because): Promise<void> {
    const value = this.told?.answers[because.fact];
    if (this.code === null || this.busy || value === undefined) return;
    this.taken = { because, value };
    if (!(await this.learn(this.code, { [because.fact]: null }))) this.taken = null;
    this.draw();
    this.body.querySelector<HTMLElement>("#question button, #question input")?.focus();
  }

  private instead(): string {
    if (this.trouble !== null) return "";
    if (this.code !== null) return "One moment ...";
    return this.ticket === null
      ? "The plan and papers of the person you call appear here."
      : "This ticket came without guidance.";
  }

  /** Draw anew what is other than before: what somebody just opened or types in stays. */
  private draw(): void {
    const language = this.language();
    const { told, ticket, trouble, taken, typed, busy, code } = this;
    const now = JSON.stringify([language, told, ticket?.id, ticket?.plan, trouble, taken, typed, busy, code]);
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
      this.body.replaceChildren(
        ...alert,
        element("p", { class: "empty" }, this.instead() === "" ? "" : say(language, this.instead())),
      );
      return;
    }
    const served = ticket !== null && ticket.plan === told.code ? stopFor(told, this.access.center, ticket.service) : 0;
    const open = new Set([...this.body.querySelectorAll<HTMLElement>("details[open]")].map((each) => each.id));
    const mind = warnings(told, language).map((words) =>
      element("p", { class: "mind" }, icon(ICONS.alert), element("span", {}, words)),
    );
    this.body.replaceChildren(
      ...alert,
      ...this.asking(told, language),
      ...mind,
      ...papersNow(told, served, language),
      ...this.verdicts(told, language),
      ...plan(told, served, language),
      ...others(told, language),
    );
    for (const each of this.body.querySelectorAll("details")) each.open = open.has(each.id);
  }

  private asking(told: Consultation, language: Language): readonly Node[] {
    const question = told.questions.find((each) => each.id === this.taken?.because.fact) ?? told.questions[0];
    if (question === undefined) return [];
    const left = say(language, told.about_left > 1 ? "about {left} questions left" : "last question", {
      left: told.about_left,
    });
    const box = questionOf(question, left, language, this.busy, (value) => void this.give(value, question.id));
    if (this.taken !== null && question.id === this.taken.because.fact) {
      const { because, value } = this.taken;
      const back = element(
        "button",
        { type: "button", class: "plain", disabled: this.busy },
        say(language, "Keep: {answer}", { answer: because.answer[language] }),
      );
      back.onclick = () => void this.give(value, because.fact);
      box.append(back);
    }
    return [box];
  }

  private verdicts(told: Consultation, language: Language): readonly Node[] {
    const sorted = [...told.verdicts].sort((one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state));
    const list = (each: readonly Verdict[]): Node =>
      element(
        "ul",
        { class: "verdicts" },
        ...each.map((verdict) => element("li", { class: verdict.state }, this.verdict(verdict, told, language))),
      );
    const possible = sorted.filter((each) => each.state === "can");
    if (possible.length <= FEW) return [list(sorted)];
    const rest = sorted.filter((each) => each.state !== "can");
    const head = element(
      "summary",
      {},
      icon(SIGNS.can),
      element("span", {}, element("b", {}, say(language, WORDS.can))),
      element("span", { class: "count" }, String(possible.length)),
      icon(ICONS.on, "icon fold"),
    );
    return [...(rest.length === 0 ? [] : [list(rest)]), element("details", { id: "possible" }, head, list(possible))];
  }

  private verdict(verdict: Verdict, told: Consultation, language: Language): Node {
    const marks = [
      verdict.left_out ? "left out" : verdict.optional ? "optional" : "",
      verdict.for_reference ? "for reference" : "",
    ].filter((mark) => mark !== "");
    const reasons = verdict.reasons.map((reason) =>
      element(
        "p",
        { class: "reason" },
        reason.text[language],
        reason.action === null ? null : element("b", {}, reason.action[language]),
        reason.enough_on === null || reason.action !== null
          ? null
          : element(
              "small",
              {},
              say(language, "From {day} on it will be different.", { day: dayWords(reason.enough_on, language) }),
            ),
        reason.clause === null
          ? null
          : element("small", {}, say(language, "By: {clause}", { clause: "" }), element("cite", {}, reason.clause)),
      ),
    );
    const differ = told.disagreements
      .filter((each) => each.items.includes(verdict.item))
      .map((each) =>
        element(
          "p",
          { class: "differ" },
          element("b", {}, say(language, "Sources differ: {about}", { about: each.about[language] })),
          ...each.says.map((says, at) =>
            element(
              "small",
              {},
              says[language],
              " ",
              element("cite", {}, each.sources[at] ?? ""),
              at === each.in_force ? ` ${say(language, "This one is followed.")}` : "",
            ),
          ),
        ),
      );
    const points = told.knowledge
      .filter((each) => each.items.includes(verdict.item))
      .map((each) =>
        element(
          "p",
          { class: "point" },
          each.text[language],
          element(
            "small",
            {},
            element("cite", {}, each.source),
            say(language, "; "),
            say(language, each.reviewed ? "checked" : "for reference only"),
          ),
        ),
      );
    return element(
      "details",
      { id: `why-${verdict.item}` },
      element(
        "summary",
        {},
        icon(SIGNS[verdict.state]),
        element(
          "span",
          {},
          element("b", {}, verdict.name[language]),
          ...marks.map((mark) => element("i", {}, say(language, mark))),
          ...verdict.reasons
            .slice(0, 1)
            .map((reason) => element("small", {}, reason.action?.[language] ?? reason.text[language])),
        ),
        element("span", { class: "word" }, say(language, WORDS[verdict.state])),
      ),
      ...reasons,
      ...[verdict.hint, verdict.help, verdict.supply]
        .filter((each) => each !== null)
        .map((each) => element("p", { class: "point" }, each[language])),
      ...this.because(verdict.because, language),
      ...differ,
      ...points,
    );
  }

  private because(found: readonly Because[], language: Language): readonly Node[] {
    if (found.length === 0) return [];
    const rows = found.map((each) => {
      const change = element(
        "button",
        {
          type: "button",
          class: "plain",
          disabled: this.busy,
          "aria-label": say(language, "Change the answer to: {question}", { question: each.question[language] }),
        },
        say(language, "Change"),
      );
      change.onclick = () => void this.takeBack(each);
      return element(
        "li",
        {},
        element("span", {}, each.question[language], " ", element("b", {}, each.answer[language])),
        change,
      );
    });
    return [element("ul", { class: "because" }, ...rows)];
  }
}

/** Return which stop of the plan, from 1, is the line of `service` in `center`; 0 when none is. */
function stopFor(told: Consultation, center: string | null, service: string): number {
  return 1 + (told.plan?.stops ?? []).findIndex((stop) => stop.center === center && stop.services.includes(service));
}

/** Return what the person at the counter has to hand over now, before all that is for other days and places. */
function papersNow(told: Consultation, served: number, language: Language): readonly Node[] {
  const now = (told.plan?.papers ?? []).filter((paper) => paper.stops.includes(served));
  return now.length === 0 ? [] : [element("h3", {}, say(language, "Papers for this counter")), papers(now, language)];
}

function papers(listed: readonly Paper[], language: Language): Node {
  return element(
    "ul",
    { class: "papers" },
    ...listed.map((paper) =>
      element(
        "li",
        { class: paper.waived ? "waived" : paper.lacking ? "lacking" : null },
        element(
          "span",
          {},
          element("b", {}, paper.name[language]),
          ...paperNotes(paper, language).map((note) => element("small", {}, note)),
        ),
        element("span", { class: "count" }, paperWords(paper, language)),
      ),
    ),
  );
}

function plan(told: Consultation, served: number, language: Language): readonly Node[] {
  const found = told.plan;
  if (found === null) return [];
  const later = found.papers.filter((paper) => !paper.stops.includes(served));
  return [
    ...(later.length === 0
      ? []
      : [
          element("h3", {}, say(language, later.length < found.papers.length ? "Other papers of the plan" : "Papers")),
          papers(later, language),
        ]),
    element(
      "h3",
      {},
      say(
        language,
        found.visits === 0
          ? "No trip needed"
          : found.visits === 1
            ? "{visits} trip is enough"
            : "{visits} trips are enough",
        { visits: found.visits },
      ),
    ),
    element(
      "ol",
      { class: "stops" },
      ...found.stops.map((stop) =>
        element(
          "li",
          { class: stop.point === null ? "home" : null },
          element("b", {}, stop.name[language]),
          ...stopNotes(stop, language).map((note) => element("small", { class: "when" }, note)),
          ...stop.steps.map((step) =>
            element(
              "small",
              {},
              say(language, step.task === "collect" ? "Collect: {item}" : "Apply: {item}", {
                item: step.name[language],
              }),
              ...terms(step, language),
            ),
          ),
        ),
      ),
    ),
    ...found.advice.map((line) => element("p", { class: "point" }, line[language])),
  ];
}

function terms(step: Step, language: Language): readonly Node[] {
  const words = stepNotes(step, language);
  return words === "" ? [] : [element("span", { class: "terms" }, words)];
}

function others(told: Consultation, language: Language): readonly Node[] {
  if (told.inapplicable.length === 0) return [];
  const rows = told.inapplicable.map((each) =>
    element(
      "li",
      {},
      each.name[language],
      ...each.because.map((why) => element("small", {}, `${why.question[language]} ${why.answer[language]}`)),
    ),
  );
  return [
    element(
      "details",
      { id: "others" },
      element(
        "summary",
        {},
        element("span", {}, say(language, "Does not concern this person")),
        element("span", { class: "count" }, String(rows.length)),
      ),
      element("ul", {}, ...rows),
    ),
  ];
}
