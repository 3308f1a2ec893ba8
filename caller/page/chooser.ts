/** The box in which a clerk says where to, for what or why, before the verb is done. */

import { element } from "#browser/elements.ts";
import { redraw } from "#browser/redrawing.ts";
import type { Board, Center, Counter, Language, TicketAside } from "#browser/wire.ts";
import { type Sentence, say } from "#browser/words.ts";
import { BREAKS } from "./breaks.ts";
import { type Ask, Elsewhere } from "./elsewhere.ts";
import { WHY, WORDS_LONGEST } from "./failed.ts";
import { onwardOf, stepButtons } from "./steps.ts";
import { type Ground, GROUNDS } from "./grounds.ts";
import { inHand } from "./verbs.ts";

/** What staff do about a ticket that they name, or about the one in hand with a word more. */
export type Act = (verb: string, words: Readonly<Record<string, unknown>>) => Promise<void>;

/** A ticket whose class staff give or take back. */
export type Marked = Pick<TicketAside, "id" | "number" | "priority">;

/** Where to the ticket in hand goes, what it is for afterwards, what somebody without a number came for, why a number is called now. */
export type Question =
  | { readonly about: "where" }
  | { readonly about: "steps" }
  | { readonly about: "elsewhere" }
  | { readonly about: "what" }
  | { readonly about: "break" }
  | { readonly about: "paper" }
  | { readonly about: "ground"; readonly ticket: Marked }
  | { readonly about: "failed"; readonly ticket: Marked }
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

/** Give each of the first nine answers a digit that chooses it. */
function numbered(nodes: readonly Node[]): readonly Node[] {
  const found = nodes.flatMap((node) =>
    node instanceof HTMLButtonElement ? [node] : [...(node as Element).querySelectorAll("button")],
  );
  found
    .filter((each) => !each.classList.contains("plain"))
    .slice(0, 9)
    .forEach((each, at) => {
      const digit = String(at + 1);
      each.setAttribute("aria-keyshortcuts", digit);
      each.append(element("kbd", {}, digit));
    });
  return nodes;
}

export class Chooser {
  readonly place = element("div", { id: "chooser" });
  private question: Question | null = null;
  private around: Around = { counter: null, center: null, board: null };
  private note = "";
  private back = false;
  private readonly elsewhere: Elsewhere;

  constructor(
    private readonly language: () => Language,
    private readonly act: Act,
    ask: Ask,
  ) {
    this.elsewhere = new Elsewhere(language, ask, () => this.show(this.around));
    this.place.onkeydown = (event) => {
      if (event.key === "Escape") this.ask(null);
    };
  }

  /** Ask `question`; the same once more, or none, takes it back. */
  ask(question: Question | null): void {
    this.question = question?.about === this.question?.about && !("ticket" in (question ?? {})) ? null : question;
    this.note = "";
    this.back = false;
    this.show(this.around);
    this.place.querySelector<HTMLElement>("button")?.focus({ preventScroll: true });
    // What is asked is read first, wherever the first answer stands.
    if (this.question !== null) this.place.scrollIntoView({ block: "start" });
  }

  /** Ask on what ground the ticket in hand has priority. */
  askGround(): void {
    const ticket = this.around.counter?.ticket;
    if (ticket) this.ask(this.question?.about === "ground" ? null : { about: "ground", ticket });
  }

  /** Ask why what the ticket in hand, or the one that was in hand last, came for could not be done. */
  askFailed(): void {
    const ticket = this.around.counter?.ticket;
    if (ticket) this.ask(this.question?.about === "failed" ? null : { about: "failed", ticket });
    this.place.querySelector<HTMLElement>("#note")?.focus({ preventScroll: true });
  }

  /** Choose by the digit that a button shows; tell whether there was one. */
  pick(key: string): boolean {
    const button = this.place.querySelector<HTMLButtonElement>(`button[aria-keyshortcuts="${CSS.escape(key)}"]`);
    button?.click();
    return button !== null;
  }

  show(around: Around): void {
    this.around = around;
    if (!this.stands()) this.question = null;
    redraw(this.place, this.question === null ? [] : numbered(this.asked(this.question)));
    this.listen();
  }

  private stands(): boolean {
    const { counter } = this.around;
    if (["where", "steps", "elsewhere"].includes(this.question?.about ?? ""))
      return counter !== null && inHand(counter);
    if (this.question?.about === "paper") return counter?.ticket?.state === "serving";
    if (["ground", "failed"].includes(this.question?.about ?? "")) return counter !== null;
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
    if (question.about === "steps") {
      const number = this.around.counter?.ticket?.number ?? "";
      const { counter, center } = this.around;
      return [
        head(say(language, "What {number} is for after this step", { number })),
        ...stepButtons(counter, center, language),
        stay("Close"),
      ];
    }
    if (question.about === "elsewhere") {
      const number = this.around.counter?.ticket?.number ?? "";
      return [
        head(say(language, "{number} goes on in another center", { number })),
        this.noteField(),
        ...this.elsewhere.nodes(this.around.center?.id ?? ""),
        stay("Do not send on"),
      ];
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
        ...Object.entries(BREAKS).map(([reason, words]) =>
          element("button", { type: "button", "data-break": reason }, say(language, words)),
        ),
        stay("Do not pause"),
      ];
    const chosen = (data: string, value: string, words: Sentence): Node =>
      element("button", { type: "button", [data]: value }, say(language, words));
    if (question.about === "paper") {
      const number = this.around.counter?.ticket?.number ?? "";
      return [
        head(say(language, "{number} comes back with the paper, without a new line: where to?", { number })),
        chosen("data-paper", "here", "To this counter"),
        chosen("data-paper", "anywhere", "To any counter"),
        stay("Do not finish"),
      ];
    }
    if (question.about === "failed") {
      const { number } = question.ticket;
      return [
        head(say(language, "{number}: what could not be done, and why?", { number })),
        this.noteField("What was asked for", WORDS_LONGEST),
        ...Object.entries(WHY).map(([why, words]) => chosen("data-failed", why, words)),
        stay("Close"),
      ];
    }
    if (question.about === "ground") return [...this.ground(question.ticket, head, chosen), stay("Leave it as it is")];
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
      this.noteField(),
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
      element("h3", {}, say(language, "To another center")),
      element("button", { type: "button", "data-elsewhere": "" }, say(language, "Choose a center…")),
    ];
  }

  private noteField(words: Sentence = "Note for the next clerk (citizens never see it)", most = NOTE_MAX): Node {
    return element(
      "label",
      { class: "note" },
      say(this.language(), words),
      element("input", { id: "note", maxlength: most, autocomplete: "off" }),
    );
  }

  private lookElsewhere(service: string): void {
    this.elsewhere.look(service, this.around.center?.id ?? "");
    if (this.question?.about === "elsewhere") this.show(this.around);
    else this.ask({ about: "elsewhere" });
  }

  private ground(
    ticket: Marked,
    head: (words: string) => Node,
    chosen: (data: string, value: string, words: Sentence) => Node,
  ): readonly Node[] {
    const language = this.language();
    const { number } = ticket;
    const claim = this.around.counter?.ticket?.id === ticket.id ? this.around.counter.claim : null;
    if (ticket.priority === "priority" && (claim === null || claim.seen || claim.ground === null))
      return [
        head(say(language, "{number} has priority", { number })),
        chosen("data-take", ticket.id, "Take priority back"),
      ];
    if (claim !== null && claim.ground !== null)
      return [
        head(
          say(language, "{number} said at the kiosk: {ground}. Is it so?", {
            number,
            ground: say(language, GROUNDS[claim.ground]),
          }),
        ),
        chosen("data-ground", claim.ground, "Seen: it is so"),
        chosen("data-take", ticket.id, "Take priority back"),
      ];
    return [
      head(say(language, "Why does {number} have priority? What did you see?", { number })),
      ...(Object.keys(GROUNDS) as Ground[]).map((each) => chosen("data-ground", each, GROUNDS[each])),
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
    const matter = this.place.querySelector<HTMLSelectElement>("#matter");
    if (matter !== null) matter.onchange = () => this.lookElsewhere(matter.value);
    for (const button of this.place.querySelectorAll<HTMLButtonElement>("button")) {
      const { service, counter, atOnce, reason, onward, elsewhere, center, matter: of, break: why } = button.dataset;
      const { paper, ground, take, failed } = button.dataset;
      button.onclick = () => {
        if (onward !== undefined) this.reroute(JSON.parse(onward) as readonly string[]);
        else if (elsewhere !== undefined) this.lookElsewhere(this.around.counter?.ticket?.service ?? "");
        else if (center !== undefined) this.sendOn(center, of ?? "");
        else if (service !== undefined || counter !== undefined) this.send({ service, counter });
        else if (atOnce !== undefined) void this.act("serve-at-once", { service: atOnce });
        else if (why !== undefined) void this.act("pause", { reason: why });
        else if (paper !== undefined) void this.act("finish-for-paper", { here: paper === "here" });
        else if (failed !== undefined && this.question?.about === "failed") this.fail(this.question.ticket, failed);
        else if (take !== undefined) this.done("take-priority", { ticket: take });
        else if (ground !== undefined && this.question?.about === "ground")
          this.done("give-priority", { ticket: this.question.ticket.id, ground });
        else if (reason !== undefined && this.question?.about === "why")
          void this.act("call-chosen", { ticket: this.question.ticket.id, reason });
        else this.ask(null);
      };
    }
  }

  /** Change the steps; the box stays, so that one change can follow another. */
  private reroute(onward: readonly string[]): void {
    const ticket = this.around.counter?.ticket;
    if (ticket) void this.act("reroute", { ticket: ticket.id, onward, instead_of: onwardOf(ticket) });
  }

  private sendOn(center: string, service: string): void {
    const note = this.note.trim();
    void this.act("send-on", { center, service, note: note === "" ? null : note });
  }

  /** Open a case; without words of what was asked for nobody could see to it. */
  private fail(ticket: Marked, why: string): void {
    const asked = this.note.trim();
    if (asked === "") this.place.querySelector<HTMLElement>("#note")?.focus();
    else this.done("open-case", { ticket: ticket.id, why, asked });
  }

  /** Do what ends the question whatever becomes of the counter. */
  private done(verb: string, words: Readonly<Record<string, unknown>>): void {
    this.question = null;
    void this.act(verb, words);
  }

  private send(to: { readonly service: string | undefined; readonly counter: string | undefined }): void {
    const note = this.note.trim();
    void this.act("transfer", { ...to, back: this.back, note: note === "" ? null : note });
  }
}
