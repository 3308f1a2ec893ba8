/** Below the line: who is on hold, was missed or asked for time, what was finished last, and anybody by their number. */

import { ask, Problem } from "#browser/asking.ts";
import { clockTime } from "#browser/clock.ts";
import { element, replaceIfOther } from "#browser/elements.ts";
import { Latest } from "#browser/latest.ts";
import { STATES } from "#browser/states.ts";
import type { Access, Aside, Fact, Language, TicketAside } from "#browser/wire.ts";
import { type Sentence, say } from "#browser/words.ts";
import { type Act, type Around, Chooser, free } from "./chooser.ts";
import { minutesSince } from "./ticket.ts";
import { inHand } from "./verbs.ts";

const SOON_MS = 300;
const COMES_BACK: readonly TicketAside["state"][] = ["held", "missed", "postponed", "finished"];

/** Whom a counter may call past the next one, where it may choose. */
const CALLABLE: readonly TicketAside["state"][] = ["waiting", "missed", "postponed", "finished"];
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
  private found: { readonly number: string; readonly tickets: readonly TicketAside[] } | null = null;
  private timer = 0;
  private drawn: Around = { counter: null, center: null, board: null };

  constructor(
    place: HTMLElement,
    private readonly access: Access,
    private readonly language: () => Language,
    private readonly act: Act,
  ) {
    this.chooser = new Chooser(language, act);
    const body = element("div", { id: "aside-body", tabindex: 0 }, this.chooser.place, this.lists, this.form);
    place.replaceChildren(this.head, body);
    this.form.onsubmit = (event) => {
      event.preventDefault();
      void this.look();
    };
    this.field.onkeydown = (event) => {
      if (event.key !== "Escape") return;
      this.field.value = "";
      this.field.blur();
      void this.look();
    };
  }

  private get path(): string {
    return `/counters/${encodeURIComponent(this.access.counter ?? "")}/tickets`;
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
      if (!newest()) return;
      this.told = told;
      this.found = found === null ? null : { number, tickets: found };
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
    this.chooser.show(around);
    this.draw();
  }

  private draw(): void {
    const language = this.language();
    this.head.textContent = say(language, "Not in line now");
    this.label.textContent = say(language, "Find a number");
    this.find.textContent = say(language, "Find");
    replaceIfOther(this.lists, this.listed(language));
    this.listen();
  }

  private listed(language: Language): readonly Node[] {
    if (this.found !== null) {
      const { number, tickets } = this.found;
      if (tickets.length === 0)
        return [element("p", { class: "none" }, say(language, "Nobody has number {number} today.", { number }))];
      return [this.list(language, tickets)];
    }
    if (this.told === null) return [];
    const { held, missed, postponed, finished } = this.told;
    const group = (words: Sentence, tickets: readonly TicketAside[]): readonly Node[] =>
      tickets.length === 0
        ? []
        : [
            element("h3", {}, say(language, words), element("span", { class: "count" }, String(tickets.length))),
            this.list(language, tickets),
          ];
    const done =
      finished.length === 0
        ? []
        : [
            element(
              "details",
              { id: "done", open: this.lists.querySelector<HTMLDetailsElement>("#done")?.open ?? false },
              element(
                "summary",
                {},
                say(language, "Finished last"),
                element("span", { class: "count" }, String(finished.length)),
              ),
              this.list(language, finished),
            ),
          ];
    return [...group("On hold", held), ...group("Missed", missed), ...group("Asked for time", postponed), ...done];
  }

  private list(language: Language, tickets: readonly TicketAside[]): Node {
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
        desk(ticket.counter),
        back === "" ? say(language, "{minutes} min", { minutes }) : say(language, "back at {time}", { time: back }),
      ];
      const button = (verb: string, words: string, disabled = false): Node =>
        element("button", { type: "button", "data-verb": verb, "data-ticket": ticket.id, disabled }, words);
      return element(
        "li",
        {},
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
        ),
      );
    };
    return element("ul", {}, ...tickets.map(row));
  }

  private listen(): void {
    for (const button of this.lists.querySelectorAll<HTMLButtonElement>("button[data-verb]")) {
      const { verb = "", ticket = "" } = button.dataset;
      button.onclick = () => {
        if (verb === "why") this.chooseWhy(ticket);
        else if (verb === "here") void this.act("back-in-line", { ticket, here: true });
        else void this.act(verb, { ticket });
      };
    }
  }

  private chooseWhy(id: string): void {
    const { held = [], missed = [], postponed = [], finished = [] } = this.told ?? {};
    const listed = [...(this.found?.tickets ?? []), ...held, ...missed, ...postponed, ...finished];
    const ticket = listed.find((each) => each.id === id);
    if (ticket !== undefined) this.chooser.ask({ about: "why", ticket });
  }
}
