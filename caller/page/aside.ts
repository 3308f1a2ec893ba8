/** Below the line: who is on hold, was missed or asked for time, what was finished last, anybody by their number; and where to send on. */

import { ask, Problem } from "#browser/asking.ts";
import { clockTime } from "#browser/clock.ts";
import { element, replaceIfOther } from "#browser/elements.ts";
import { Latest } from "#browser/latest.ts";
import { STATES } from "#browser/states.ts";
import type { Access, Aside, Center, Counter, Fact, Language, TicketAside } from "#browser/wire.ts";
import { type Sentence, say } from "#browser/words.ts";
import { minutesSince } from "./ticket.ts";
import { inHand } from "./verbs.ts";

const SOON_MS = 300;
const COMES_BACK: readonly TicketAside["state"][] = ["held", "missed", "postponed", "finished"];

/** What staff do about a ticket that they name, or about the one in hand with a word more. */
export type Act = (verb: string, words: Readonly<Record<string, unknown>>) => Promise<void>;

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
  private readonly chooser = element("div", { id: "chooser" });
  private readonly asking = new Latest();
  private told: Aside | null = null;
  /** The number that was looked for and what has it; null while nothing is looked for. */
  private found: { readonly number: string; readonly tickets: readonly TicketAside[] } | null = null;
  private choosing = false;
  private timer = 0;
  private drawn: { readonly counter: Counter | null; readonly center: Center | null } = { counter: null, center: null };

  constructor(
    place: HTMLElement,
    private readonly access: Access,
    private readonly language: () => Language,
    private readonly act: Act,
  ) {
    const body = element("div", { id: "aside-body", tabindex: 0 }, this.chooser, this.lists, this.form);
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

  /** Ask where the ticket in hand is to be sent, or leave that again. */
  choose(open = !this.choosing): void {
    this.choosing = open && this.drawn.counter !== null && inHand(this.drawn.counter);
    this.draw();
    this.chooser.querySelector<HTMLElement>("button")?.focus();
  }

  show(counter: Counter | null, center: Center | null): void {
    this.drawn = { counter, center };
    if (counter === null || !inHand(counter)) this.choosing = false;
    this.draw();
  }

  private draw(): void {
    const language = this.language();
    this.head.textContent = say(language, "Not in line now");
    this.label.textContent = say(language, "Find a number");
    this.find.textContent = say(language, "Find");
    replaceIfOther(this.chooser, this.choosing ? this.choices(language) : []);
    replaceIfOther(this.lists, this.listed(language));
    this.listen();
  }

  private choices(language: Language): readonly Node[] {
    const { counter, center } = this.drawn;
    const others = (center?.services ?? []).filter((each) => each.served && each.id !== counter?.ticket?.service);
    return [
      element("h2", {}, say(language, "Send {number} on to", { number: counter?.ticket?.number ?? "" })),
      element(
        "label",
        { class: "back" },
        element("input", { id: "back", type: "checkbox" }),
        say(language, "and back here afterwards"),
      ),
      ...others.map((each) => element("button", { type: "button", "data-service": each.id }, each.name[language])),
      element("button", { id: "stay", type: "button", class: "plain" }, say(language, "Do not send on")),
    ];
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
    const free = this.drawn.counter !== null && this.drawn.counter.state !== "closed" && !inHand(this.drawn.counter);
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
      const button = (verb: string, words: Sentence, disabled = false): Node =>
        element(
          "button",
          { type: "button", "data-verb": verb, "data-ticket": ticket.id, disabled },
          say(language, words),
        );
      return element(
        "li",
        {},
        element("b", {}, ticket.number),
        element("span", {}, name(ticket.service)),
        element("small", {}, where.filter((each) => each !== "").join(" · ")),
        element(
          "span",
          { class: "acts" },
          ...(ticket.state === "held" ? [button("resume", "Go on with it", !free)] : []),
          ...(COMES_BACK.includes(ticket.state) ? [button("back-in-line", "Back into line")] : []),
        ),
      );
    };
    return element("ul", {}, ...tickets.map(row));
  }

  private listen(): void {
    for (const button of this.lists.querySelectorAll<HTMLButtonElement>("button[data-verb]")) {
      button.onclick = () => void this.act(button.dataset.verb ?? "", { ticket: button.dataset.ticket });
    }
    for (const button of this.chooser.querySelectorAll<HTMLButtonElement>("button[data-service]")) {
      button.onclick = () => {
        const back = this.chooser.querySelector<HTMLInputElement>("#back")?.checked ?? false;
        void this.act("transfer", { service: button.dataset.service, back });
      };
    }
    const stay = this.chooser.querySelector<HTMLButtonElement>("#stay");
    if (stay !== null) stay.onclick = () => this.choose(false);
    this.chooser.onkeydown = (event) => {
      if (event.key === "Escape") this.choose(false);
    };
  }
}
