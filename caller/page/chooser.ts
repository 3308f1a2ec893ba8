/** The box in which a clerk says where to, for what or why, before the verb is done. */

import { element, replaceIfOther } from "#browser/elements.ts";
import type { Board, Center, Counter, Language, TicketAside } from "#browser/wire.ts";
import { type Sentence, say } from "#browser/words.ts";
import { BREAKS } from "./breaks.ts";
import { inHand } from "./verbs.ts";

/** What staff do about a ticket that they name, or about the one in hand with a word more. */
export type Act = (verb: string, words: Readonly<Record<string, unknown>>) => Promise<void>;

/** Where to the ticket in hand goes, what somebody without a number came for, why a number is called now. */
export type Question =
  | { readonly about: "where" }
  | { readonly about: "what" }
  | { readonly about: "break" }
  | { readonly about: "why"; readonly ticket: TicketAside };

export interface Around {
  readonly counter: Counter | null;
  readonly center: Center | null;
  readonly board: Board | null;
}

const NOTE_MAX = 200;
const REASONS: Readonly<Record<string, Sentence>> = {
  paper_brought: "Came back with the missing paper",
  urgent: "Urgent matter",
  left_by_mistake: "Left out by our mistake",
  other: "Another reason",
};

/** Whether the counter can take somebody now. */
export function free(counter: Counter | null): boolean {
  return counter !== null && counter.state === "open" && !inHand(counter);
}

export class Chooser {
  readonly place = element("div", { id: "chooser" });
  private question: Question | null = null;
  private around: Around = { counter: null, center: null, board: null };
  private note = "";
  private back = false;

  constructor(
    private readonly language: () => Language,
    private readonly act: Act,
  ) {
    this.place.onkeydown = (event) => {
      if (event.key === "Escape") this.ask(null);
    };
  }

  /** Ask `question`; the same once more, or none, takes it back. */
  ask(question: Question | null): void {
    this.question = question?.about === this.question?.about && question?.about !== "why" ? null : question;
    this.note = "";
    this.back = false;
    this.show(this.around);
    this.place.querySelector<HTMLElement>("button")?.focus();
  }

  /** Choose by the digit that a button shows; tell whether there was one. */
  pick(key: string): boolean {
    const button = this.place.querySelector<HTMLButtonElement>(`button[data-digit="${CSS.escape(key)}"]`);
    button?.click();
    return button !== null;
  }

  show(around: Around): void {
    this.around = around;
    if (!this.stands()) this.question = null;
    const at = this.place.contains(document.activeElement) ? document.activeElement?.id : "";
    replaceIfOther(this.place, this.question === null ? [] : this.asked(this.question));
    this.listen();
    if (at) document.getElementById(at)?.focus();
  }

  private stands(): boolean {
    const { counter } = this.around;
    if (this.question?.about === "where") return counter !== null && inHand(counter);
    return free(counter);
  }

  private asked(question: Question): readonly Node[] {
    const language = this.language();
    const head = (words: string): Node => element("h2", {}, words);
    const stay = (words: Sentence): Node =>
      element("button", { id: "stay", type: "button", class: "plain" }, say(language, words));
    if (question.about === "where") {
      const number = this.around.counter?.ticket?.number ?? "";
      return [head(say(language, "Send {number} on to", { number })), ...this.where(), stay("Do not send on")];
    }
    if (question.about === "what")
      return [
        head(say(language, "Somebody without a number: for what?")),
        ...this.own().map((each) =>
          element("button", { type: "button", "data-at-once": each.id }, each.name[language]),
        ),
        stay("Do not serve"),
      ];
    if (question.about === "break")
      return [
        head(say(language, "Why does the counter pause?")),
        ...Object.entries(BREAKS).map(([reason, words], at) => {
          const digit = String(at + 1);
          const shown = [say(language, words), element("kbd", {}, digit)];
          return element("button", { type: "button", "data-break": reason, "data-digit": digit }, ...shown);
        }),
        stay("Do not pause"),
      ];
    const { number } = question.ticket;
    return [
      head(say(language, "Why call {number} now?", { number })),
      ...Object.entries(REASONS).map(([reason, words]) =>
        element("button", { type: "button", "data-reason": reason }, say(language, words)),
      ),
      stay("Do not call"),
    ];
  }

  private where(): readonly Node[] {
    const language = this.language();
    const { counter, center, board } = this.around;
    const here = counter?.ticket?.service ?? "";
    const services = (center?.services ?? []).filter((each) => each.served && each.id !== here);
    const serves = (services: readonly string[]): number => Number(!services.includes(here));
    // Who can do the same matter first.
    const counters = (center?.counters ?? [])
      .filter((each) => each.id !== counter?.counter && board?.counters[each.id] === "open")
      .sort((one, other) => serves(one.services) - serves(other.services));
    return [
      element(
        "label",
        { class: "back" },
        element("input", { id: "back", type: "checkbox" }),
        say(language, "and back here afterwards"),
      ),
      element(
        "label",
        { class: "note" },
        say(language, "Note for the next clerk (citizens never see it)"),
        element("input", { id: "note", maxlength: NOTE_MAX, autocomplete: "off" }),
      ),
      ...(counters.length === 0
        ? []
        : [
            element("h3", {}, say(language, "To a counter, first in turn there")),
            element(
              "div",
              { class: "counters" },
              ...counters.map((each) =>
                element("button", { type: "button", "data-counter": each.id }, each.name[language]),
              ),
            ),
            element("h3", {}, say(language, "To the line of a service")),
          ]),
      ...services.map((each) => element("button", { type: "button", "data-service": each.id }, each.name[language])),
    ];
  }

  /** Return the services of this counter. */
  private own(): Center["services"] {
    const { counter, center } = this.around;
    const serves = center?.counters.find((each) => each.id === counter?.counter)?.services ?? [];
    return (center?.services ?? []).filter((each) => serves.includes(each.id));
  }

  /** Serve somebody without a number, for the one service of this counter or for the one that is chosen. */
  takeIn(): void {
    const [only, ...more] = this.own();
    if (only !== undefined && more.length === 0) void this.act("serve-at-once", { service: only.id });
    else this.ask({ about: "what" });
  }

  private listen(): void {
    const note = this.place.querySelector<HTMLInputElement>("#note");
    const back = this.place.querySelector<HTMLInputElement>("#back");
    // The box may be drawn anew while somebody writes into it.
    if (note !== null) {
      note.value = this.note;
      note.oninput = () => {
        this.note = note.value;
      };
    }
    if (back !== null) {
      back.checked = this.back;
      back.onchange = () => {
        this.back = back.checked;
      };
    }
    for (const button of this.place.querySelectorAll<HTMLButtonElement>("button")) {
      const { service, counter, atOnce, reason, break: why } = button.dataset;
      button.onclick = () => {
        if (service !== undefined || counter !== undefined) this.send({ service, counter });
        else if (atOnce !== undefined) void this.act("serve-at-once", { service: atOnce });
        else if (why !== undefined) void this.act("pause", { reason: why });
        else if (reason !== undefined && this.question?.about === "why")
          void this.act("call-chosen", { ticket: this.question.ticket.id, reason });
        else this.ask(null);
      };
    }
  }

  private send(to: { readonly service: string | undefined; readonly counter: string | undefined }): void {
    const note = this.note.trim();
    void this.act("transfer", { ...to, back: this.back, note: note === "" ? null : note });
  }
}
