/** Below the line: who is on hold, was missed or asked for time, what was finished last, and anybody by their number. */

import { ask, Problem } from "#browser/asking.ts";
import { clockTime } from "#browser/clock.ts";
import { element } from "#browser/elements.ts";
import { Latest } from "#browser/latest.ts";
import { redraw } from "#browser/redrawing.ts";
import { STATES } from "#browser/states.ts";
import type { Access, Aside, Fact, Language, ReturnRight, Returns, TicketAside } from "#browser/wire.ts";
import { type Sentence, say } from "#browser/words.ts";
import { type Act, type Around, Chooser, free } from "./chooser.ts";
import { minutesSince } from "./ticket.ts";
import { inHand } from "./verbs.ts";

const SOON_MS = 300;
const COMES_BACK: readonly TicketAside["state"][] = ["held", "missed", "postponed", "finished"];

/** Whom a counter may call past the next one, where it may choose. */
const CALLABLE: readonly TicketAside["state"][] = ["waiting", "missed", "postponed", "finished"];
/** Whose class may be another one. */
const MARKED: readonly TicketAside["state"][] = ["waiting", "missed", "postponed", "held"];
/** Whose matter may have failed: also of who has gone home. */
const FAILED: readonly TicketAside["state"][] = ["held", "missed", "finished", "cancelled", "expired"];
/** Who may wait for the counter that they were with: whoever was missed overtakes nobody. */
const BOUND_FROM: readonly TicketAside["state"][] = ["held", "finished"];

export class AsidePanel {
  private readonly field = element("input", {
    id: "number",
    autocomplete: "off",
    maxlength: 16,
    enterkeyhint: "search",
  });
  private readonly label = element("label", { for: "number" });
  private readonly find = element("button", { id: "find", type: "submit" });
  private readonly form = element("form", { id: "number-form" }, this.label, this.field, this.find);
  private readonly head = element("h2", { id: "aside-head" });
  private readonly lists = element("div", { id: "lists", "aria-live": "polite" });
  /** Where to, for what, why: whatever a verb asks before it is done. */
  readonly chooser: Chooser;
  private readonly asking = new Latest();
  private told: Aside | null = null;
  /** The number that was looked for and what has it; null while nothing is looked for. */
  private found: {
    readonly number: string;
    readonly tickets: readonly TicketAside[];
    readonly rights: readonly ReturnRight[];
  } | null = null;
  /** The number that somebody got who came back with a paper, until another one is looked for. */
  private made: { readonly for: string; readonly number: string } | null = null;
  private timer = 0;
  private drawn: Around = { counter: null, center: null, board: null };

  constructor(
    place: HTMLElement,
    private readonly access: Access,
    private readonly language: () => Language,
    private readonly act: Act,
  ) {
    this.chooser = new Chooser(language, act, (path) =>
      ask("GET", path, { language: language(), token: access.token }),
    );
    const body = element("div", { id: "aside-body", tabindex: 0 }, this.chooser.place, this.lists, this.form);
    place.replaceChildren(this.head, body);
    this.form.onsubmit = (event) => {
      event.preventDefault();
      void this.look().then(() => this.first()?.focus());
    };
    this.field.onkeydown = (event) => {
      if (event.key !== "Escape") return;
      this.leave();
      void this.look();
    };
  }

  /** Let a number be typed: Enter finds it and goes to what can be done with it, Enter again does that. */
  focus(): void {
    this.leave();
    this.field.focus();
  }

  private leave(): void {
    this.field.value = "";
    this.found = null;
    this.field.blur();
  }

  private first(): HTMLButtonElement | null {
    return this.found === null ? null : this.lists.querySelector("button[data-verb]:enabled");
  }

  private get desk(): string {
    return `/counters/${encodeURIComponent(this.access.counter ?? "")}`;
  }

  private get path(): string {
    return `${this.desk}/tickets`;
  }

  /** Learn what stands aside, and who has the number in the box; what cannot be learnt now is asked for later. */
  async look(): Promise<void> {
    const newest = this.asking.asks();
    const asking = { language: this.language(), token: this.access.token };
    const number = this.field.value.trim();
    try {
      const told = await ask<Aside>("GET", this.path, asking);
      const found =
        number === ""
          ? null
          : (await ask<Aside>("GET", `${this.path}?number=${encodeURIComponent(number)}`, asking)).found;
      // Who was refused for want of a paper comes back by the number of another day.
      const rights =
        number === ""
          ? []
          : (await ask<Returns>("GET", `${this.desk}/returns?number=${encodeURIComponent(number)}`, asking)).rights;
      if (!newest()) return;
      this.told = told;
      this.found = found === null ? null : { number, tickets: found, rights };
      this.draw();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
    }
  }

  /** Something happened in the hall: whatever brings a ticket aside or back is looked at, many at once together. */
  heard(fact: Fact): void {
    const aside = [fact.from?.state, fact.to?.state].some((state) => state !== undefined && COMES_BACK.includes(state));
    if (!aside && this.found === null) return;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.look(), SOON_MS);
  }

  show(around: Around): void {
    this.drawn = around;
    const made = around.counter?.made ?? null;
    if (made !== null && this.found !== null) this.made = { for: this.found.number, number: made };
    this.chooser.show(around);
    this.draw();
  }

  private draw(): void {
    const language = this.language();
    this.head.textContent = say(language, "Not in line now");
    this.label.replaceChildren(say(language, "Find a number"), element("kbd", {}, "Q"));
    this.find.textContent = say(language, "Find");
    redraw(this.lists, this.listed(language));
    this.listen();
  }

  private listed(language: Language): readonly Node[] {
    if (this.found !== null) {
      const { number, tickets, rights } = this.found;
      const made = this.made?.for === number ? this.made.number : null;
      const back =
        made === null
          ? []
          : [
              element(
                "p",
                { class: "made" },
                say(language, "New number {number}: it goes before new ones.", { number: made }),
              ),
            ];
      if (tickets.length === 0 && rights.length === 0)
        return [
          ...back,
          element("p", { class: "none" }, say(language, "Nobody has number {number} today.", { number })),
        ];
      return [
        ...back,
        ...(rights.length === 0
          ? []
          : [element("h3", {}, say(language, "Comes back with a paper")), this.returning(language, rights)]),
        ...(tickets.length === 0 ? [] : [this.list(language, tickets, "found")]),
      ];
    }
    if (this.told === null) return [];
    const { held, missed, postponed, finished } = this.told;
    const group = (state: string, words: Sentence, tickets: readonly TicketAside[]): readonly Node[] =>
      tickets.length === 0
        ? []
        : [
            element(
              "h3",
              { "data-group": state },
              say(language, words),
              element("span", { class: "count" }, String(tickets.length)),
            ),
            this.list(language, tickets, state),
          ];
    const done =
      finished.length === 0
        ? []
        : [
            element(
              "details",
              { id: "done" },
              element(
                "summary",
                {},
                say(language, "Finished last"),
                element("span", { class: "count" }, String(finished.length)),
              ),
              this.list(language, finished, "finished"),
            ),
          ];
    return [
      ...group("held", "On hold", held),
      ...group("missed", "Missed", missed),
      ...group("postponed", "Asked for time", postponed),
      ...done,
    ];
  }

  private returning(language: Language, rights: readonly ReturnRight[]): Node {
    const name = (id: string): string =>
      this.drawn.center?.services.find((each) => each.id === id)?.name[language] ?? id;
    return element(
      "ul",
      { class: "rights" },
      ...rights.map((right, at) =>
        element(
          "li",
          { "data-right-of": `${right.ticket} ${right.step}` },
          element("b", {}, right.number),
          element("span", {}, name(right.service)),
          element("small", {}, say(language, "of {day}, until {until}", { day: right.day, until: right.until })),
          element(
            "span",
            { class: "acts" },
            element("button", { type: "button", "data-right": String(at) }, say(language, "Is here with the paper")),
          ),
        ),
      ),
    );
  }

  private list(language: Language, tickets: readonly TicketAside[], group: string): Node {
    const { counter, board } = this.drawn;
    const idle = counter !== null && counter.state !== "closed" && !inHand(counter);
    const mayCall = counter?.chooses === true && free(counter);
    const keeps = (ticket: TicketAside): boolean =>
      BOUND_FROM.includes(ticket.state) && ticket.counter !== null && board?.counters[ticket.counter] === "open";
    const name = (id: string): string =>
      this.drawn.center?.services.find((each) => each.id === id)?.name[language] ?? id;
    const desk = (id: string | null): string =>
      this.drawn.center?.counters.find((each) => each.id === id)?.name[language] ?? "";
    const row = (ticket: TicketAside): Node => {
      const minutes = minutesSince(ticket.since);
      const zone = this.drawn.center?.timezone ?? "Asia/Shanghai";
      const back = ticket.back_at ? clockTime(Date.parse(ticket.back_at), zone) : "";
      const where = [
        say(language, STATES[ticket.state]),
        ticket.priority === "priority" ? say(language, "Priority") : "",
        desk(ticket.counter),
        back === "" ? say(language, "{minutes} min", { minutes }) : say(language, "back at {time}", { time: back }),
      ];
      const button = (verb: string, words: string, disabled = false): Node =>
        element("button", { type: "button", "data-verb": verb, "data-ticket": ticket.id, disabled }, words);
      return element(
        "li",
        { "data-ticket": ticket.id },
        element("b", {}, ticket.number),
        element("span", {}, name(ticket.service)),
        element("small", {}, where.filter((each) => each !== "").join(" · ")),
        element(
          "span",
          { class: "acts" },
          ...(ticket.state === "held" ? [button("resume", say(language, "Go on with it"), !idle)] : []),
          ...(COMES_BACK.includes(ticket.state) ? [button("back-in-line", say(language, "Back into line"))] : []),
          ...(keeps(ticket)
            ? [button("here", say(language, "Back to {counter}", { counter: desk(ticket.counter) }))]
            : []),
          ...(mayCall && CALLABLE.includes(ticket.state) ? [button("why", say(language, "Call now…"))] : []),
          ...(MARKED.includes(ticket.state)
            ? [button("ground", say(language, ticket.priority === "priority" ? "Priority: change…" : "Priority…"))]
            : []),
          ...(FAILED.includes(ticket.state) ? [button("failed", say(language, "Could not be done…"))] : []),
        ),
      );
    };
    return element("ul", { "data-group": group }, ...tickets.map(row));
  }

  private listen(): void {
    for (const button of this.lists.querySelectorAll<HTMLButtonElement>("button[data-right]")) {
      const right = this.found?.rights[Number(button.dataset.right)];
      button.onclick = () => {
        if (right === undefined) return;
        const { ticket, step, number } = right;
        void this.act("take-return", { ticket, step, number }).then(() => this.look());
      };
    }
    for (const button of this.lists.querySelectorAll<HTMLButtonElement>("button[data-verb]")) {
      const { verb = "", ticket = "" } = button.dataset;
      button.onclick = () => {
        // What was looked for is done with; keys are verbs again.
        if (this.found !== null && verb !== "why" && verb !== "ground" && verb !== "failed") this.leave();
        if (verb === "why" || verb === "ground" || verb === "failed") this.choose(verb, ticket);
        else if (verb === "here") void this.act("back-in-line", { ticket, here: true });
        else void this.act(verb, { ticket });
      };
    }
  }

  private choose(about: "why" | "ground" | "failed", id: string): void {
    const { held = [], missed = [], postponed = [], finished = [] } = this.told ?? {};
    const listed = [...(this.found?.tickets ?? []), ...held, ...missed, ...postponed, ...finished];
    const ticket = listed.find((each) => each.id === id);
    if (ticket !== undefined) this.chooser.ask({ about, ticket });
  }
}
