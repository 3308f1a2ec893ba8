/** A clerk books for somebody: the service, a day, a time; then the code that they come with. */

import { ask, newKey, Problem } from "#browser/asking.ts";
import { element } from "#browser/elements.ts";
import { Latest } from "#browser/latest.ts";
import type { Access, Booking, Center, Language, Slots } from "#browser/wire.ts";
import { type Sentence, say } from "#browser/words.ts";

export interface Booked {
  told(words: string, wrong: boolean): void;
  left(): void;
}

export class Booker {
  private readonly asking = new Latest();
  private readonly phone = element("input", {
    id: "booker-phone",
    autocomplete: "off",
    inputmode: "tel",
    maxlength: 24,
  });
  private service: string | null = null;
  private slots: Slots | null = null;
  private day: string | null = null;
  private clock: string | null = null;
  private busy = false;

  constructor(
    private readonly place: HTMLElement,
    private readonly access: Access,
    private readonly language: () => Language,
    private readonly booked: Booked,
  ) {}

  /** Begin anew with the services that `center` books. */
  begin(center: Center): void {
    const services = center.services.filter((each) => each.booked);
    this.service = null;
    this.slots = null;
    this.day = null;
    this.clock = null;
    this.phone.value = "";
    const [only, ...more] = services;
    if (only !== undefined && more.length === 0) void this.choose(only.id);
    else
      this.show(
        "Book for somebody: for what?",
        services.map((each) => this.button(each.name[this.language()], () => void this.choose(each.id))),
      );
  }

  private get path(): string {
    return `/centers/${encodeURIComponent(this.access.center ?? "")}`;
  }

  private async choose(service: string): Promise<void> {
    const newest = this.asking.asks();
    this.service = service;
    try {
      const path = `${this.path}/services/${encodeURIComponent(service)}/slots`;
      const slots = await ask<Slots>("GET", path, { language: this.language(), token: this.access.token });
      if (!newest()) return;
      this.slots = slots;
      this.days();
    } catch (problem) {
      this.fail(problem);
    }
  }

  private days(): void {
    const days = (this.slots?.days ?? []).filter((each) => each.slots.some((slot) => slot.free > 0));
    const buttons = days.map((each) =>
      this.button(this.dayWords(each.day), () => {
        this.day = each.day;
        this.times();
      }),
    );
    this.show(buttons.length === 0 ? "There is no free time in the next days." : "On which day?", buttons);
  }

  private times(): void {
    const slots = this.slots?.days.find((each) => each.day === this.day)?.slots ?? [];
    this.show(
      "At what time?",
      slots
        .filter((slot) => slot.free > 0)
        .map((slot) =>
          this.button(slot.clock, () => {
            this.clock = slot.clock;
            this.last();
          }),
        ),
    );
  }

  private last(): void {
    const form = element(
      "form",
      { id: "booker-form" },
      element("label", { for: "booker-phone" }, say(this.language(), "Telephone number (may be left out)")),
      this.phone,
      element("button", { id: "booker-book", type: "submit", class: "main" }, say(this.language(), "Book this time")),
    );
    form.onsubmit = (event) => {
      event.preventDefault();
      void this.book();
    };
    this.show(null, [form]);
    this.phone.focus();
  }

  private async book(): Promise<void> {
    const { service, day, clock } = this;
    if (this.busy || service === null || day === null || clock === null) return;
    this.busy = true;
    const phone = this.phone.value.trim();
    const body = { service, day, clock, ...(phone === "" ? {} : { phone }) };
    try {
      const asking = { language: this.language(), token: this.access.token, key: newKey(), body };
      const made = await ask<Booking>("POST", `${this.path}/bookings`, asking);
      const digits = made.digits ?? "";
      const values = { day: this.dayWords(day), time: clock, code: `${digits.slice(0, 4)} ${digits.slice(4)}` };
      this.booked.told(say(this.language(), "Booked for {day}, {time}. Their code: {code}", values), false);
      this.booked.left();
    } catch (problem) {
      this.fail(problem);
      // Whoever was refused a time chooses among those that are free now.
      void this.choose(service);
    } finally {
      this.busy = false;
    }
  }

  private fail(problem: unknown): void {
    if (!(problem instanceof Problem)) throw problem;
    this.booked.told(problem.message, true);
  }

  private dayWords(day: string): string {
    const locale = this.language() === "zh" ? "zh-CN" : "en-GB";
    const words = { timeZone: "UTC", month: "short", day: "numeric", weekday: "short" } as const;
    return new Date(`${day}T00:00:00Z`).toLocaleDateString(locale, words);
  }

  private button(words: string, press: () => void): HTMLElement {
    const made = element("button", { type: "button" }, words);
    made.onclick = press;
    return made;
  }

  private show(head: Sentence | null, choices: readonly HTMLElement[]): void {
    const at = [this.day === null ? null : this.dayWords(this.day), this.clock].filter((each) => each !== null);
    this.place.replaceChildren(
      element("h3", {}, head === null ? at.join(" ") : say(this.language(), head)),
      element(
        "div",
        { class: "choices" },
        ...choices,
        this.button(say(this.language(), "Do not book"), () => this.booked.left()),
      ),
    );
    this.place.querySelector<HTMLElement>("button")?.focus();
  }
}
