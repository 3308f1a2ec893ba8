/** Who sits at this counter: their name in the head, and a row in which somebody sits down, takes over or leaves. */

import { ask, Problem } from "#browser/asking.ts";
import { element } from "#browser/elements.ts";
import { Latest } from "#browser/latest.ts";
import type { Access, Center, Counter, Language, People } from "#browser/wire.ts";
import { say } from "#browser/words.ts";
import type { Act } from "./chooser.ts";
import { type AtForm, clerkForm } from "./clerk.ts";

/** What stands in the way of sitting down and can be taken over. */
const IN_THE_WAY: readonly string[] = ["desk_taken", "person_elsewhere"];

export class SeatPanel {
  private readonly asking = new Latest();
  private readonly field = element("input", { id: "who", autocomplete: "off", maxlength: 64, enterkeyhint: "done" });
  private people: People["people"] = [];
  private open = false;
  private wanted = "";
  private inTheWay = false;
  private counter: Counter | null = null;
  private center: Center | null = null;

  constructor(
    private readonly button: HTMLElement,
    private readonly place: HTMLElement,
    private readonly access: Access,
    private readonly language: () => Language,
    private readonly act: Act,
    /** Where clerks sign in themselves: what happens when the next one does. */
    private readonly signing: Pick<AtForm, "onIn" | "onRefused"> | null = null,
  ) {
    this.button.onclick = () => this.toggle();
    this.place.onkeydown = (event) => {
      if (event.key === "Escape") this.toggle();
    };
  }

  /** Ask who sits here, or ask no more. */
  toggle(): void {
    this.open = !this.open;
    this.wanted = "";
    this.inTheWay = false;
    this.field.value = "";
    this.draw();
    if (!this.open) return;
    if (this.signing === null) {
      this.field.focus();
      void this.look();
    }
  }

  /** What was asked for was refused: where somebody is in the way, they can be taken over. */
  refused(problem: Problem | null): void {
    this.inTheWay = this.open && this.wanted !== "" && problem !== null && IN_THE_WAY.includes(problem.code);
    if (this.signing === null) this.draw();
    this.place.querySelector<HTMLElement>("#take-over")?.focus();
  }

  show(counter: Counter | null, center: Center | null): void {
    const before = this.counter?.seat?.person ?? null;
    this.counter = counter;
    this.center = center;
    const changed = counter !== null && (counter.seat?.person ?? null) !== before;
    if (changed && this.open && this.wanted !== "") this.toggle();
    else if (!this.open || (this.signing === null && !this.place.contains(document.activeElement))) this.draw();
    const name = counter?.seat?.name ?? say(this.language(), "Sign in");
    this.button.classList.toggle("empty", counter !== null && counter.seat === null);
    this.button.replaceChildren(name, element("kbd", {}, "Y"));
  }

  private async look(): Promise<void> {
    const newest = this.asking.asks();
    const path = `/counters/${encodeURIComponent(this.access.counter ?? "")}/people`;
    try {
      const told = await ask<People>("GET", path, { language: this.language(), token: this.access.token });
      if (!newest()) return;
      this.people = told.people;
      this.draw();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
    }
  }

  private sit(who: string, takeOver = false): void {
    if (who === "") return;
    this.wanted = who;
    void this.act("sit-down", { who, take_over: takeOver });
  }

  private draw(): void {
    if (!this.open) {
      this.place.replaceChildren();
      return;
    }
    if (this.signing !== null) {
      this.change(this.signing);
      return;
    }
    const language = this.language();
    const focused = document.activeElement === this.field;
    const form = element(
      "form",
      { id: "who-form" },
      element("label", { for: "who" }, say(language, "Your staff number")),
      this.field,
      element("button", { type: "submit", id: "sit-down" }, say(language, "Sign in here")),
    );
    form.onsubmit = (event) => {
      event.preventDefault();
      this.sit(this.field.value.trim());
    };
    const seated = this.counter?.seat?.person ?? null;
    const people = this.people.filter((each) => each.id !== seated).map((each) => this.person(each, language));
    const way = this.inTheWay
      ? [this.pressable("take-over", say(language, "Take over"), () => this.sit(this.wanted, true))]
      : [];
    const leave =
      seated === null
        ? []
        : [
            this.pressable("leave", say(language, "Sign out and close the counter"), () => {
              this.wanted = seated;
              void this.act("leave", {});
            }),
          ];
    this.place.replaceChildren(form, ...way, element("div", { class: "people" }, ...people), ...leave);
    if (focused) this.field.focus();
  }

  /** The next clerk signs in, or the one who sits here signs out. */
  private change(signing: Pick<AtForm, "onIn" | "onRefused">): void {
    const language = this.language();
    const { form, field } = clerkForm({ access: this.access, language, takeOver: true, ...signing });
    const leave = this.pressable("leave", say(language, "Sign out and close the counter"), () => {
      this.wanted = this.counter?.seat?.person ?? "";
      void this.act("sign-out", {});
    });
    this.place.replaceChildren(form, leave);
    field.focus();
  }

  private person(person: People["people"][number], language: Language): HTMLElement {
    const at = this.center?.counters.find((each) => each.id === person.sits_at)?.name[language];
    const button = element(
      "button",
      { type: "button", "data-person": person.id },
      person.name,
      ...(person.number === null ? [] : [element("small", {}, person.number)]),
      ...(at === undefined ? [] : [element("small", {}, at)]),
    );
    button.onclick = () => this.sit(person.id);
    return button;
  }

  private pressable(id: string, words: string, pressed: () => void): HTMLElement {
    const button = element("button", { id, type: "button" }, words);
    button.onclick = pressed;
    return button;
  }
}
