/** Who has booked for today, over the page: checked in, sent into the ordinary line, cancelled, or made good again. */

import { ask, newKey, Problem } from "#browser/asking.ts";
import { clockTime, serverNow } from "#browser/clock.ts";
import { element, icon, ICONS } from "#browser/elements.ts";
import { Latest } from "#browser/latest.ts";
import { redraw } from "#browser/redrawing.ts";
import type { Access, BookedToday, Bookings, Center, CheckedIn, Fact, Language } from "#browser/wire.ts";
import { type Sentence, say } from "#browser/words.ts";
import { Booker } from "./booker.ts";
import { EXCUSES, standingOf, STANDINGS, type Standing, withEnding } from "./coming.ts";

const SOON_MS = 300;
/** Of the digits of a booking: these open it, whatever its day. */
const WHOLE = 8;
const GROUPS = Object.keys(STANDINGS) as Standing[];

type Asked = { readonly about: "cancel" | "lift"; readonly booking: string } | null;

export class BookingsPanel {
  private readonly asking = new Latest();
  private readonly field = element("input", {
    id: "booking-code",
    autocomplete: "off",
    inputmode: "numeric",
    maxlength: WHOLE,
    enterkeyhint: "done",
  });
  private readonly label = element("label", { for: "booking-code" });
  private readonly form = element("form", { id: "booking-form" }, this.label, this.field);
  private readonly head = element("h2", {});
  private readonly shut = element("button", { id: "bookings-shut", type: "button" });
  private readonly told = element("p", { id: "booking-told", role: "status" });
  private readonly list = element("div", { id: "booking-list" });
  private readonly anew = element("button", { id: "book-anew", type: "button" });
  private readonly booker: Booker;
  /** Whether the list makes room for a booking that is being made. */
  private booking = false;
  private bookings: Bookings | null = null;
  private found: Bookings | null = null;
  private asked: Asked = null;
  private open = false;
  private busy = false;
  private timer = 0;
  private center: Center | null = null;

  constructor(
    private readonly button: HTMLElement,
    private readonly place: HTMLElement,
    private readonly access: Access,
    private readonly language: () => Language,
  ) {
    this.button.onclick = () => this.toggle();
    this.shut.onclick = () => this.toggle();
    this.booker = new Booker(this.list, access, language, {
      told: (words, wrong) => this.say(words, wrong),
      left: () => {
        this.booking = false;
        void this.look();
        this.field.focus();
      },
    });
    this.anew.onclick = () => {
      if (this.center === null) return;
      this.booking = true;
      this.field.value = "";
      this.found = null;
      this.told.replaceChildren();
      this.booker.begin(this.center);
    };
    // A press by mouse leaves the focus nowhere.
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.open) this.toggle();
    });
    this.field.oninput = () => {
      this.booking = false;
      this.field.value = this.field.value.replace(/\D/g, "");
      this.found = null;
      if (this.field.value.length === WHOLE) void this.look();
      this.draw();
    };
    this.form.onsubmit = (event) => {
      event.preventDefault();
      const [only, ...more] = this.shown().filter((each) => each.state === "booked");
      if (only !== undefined && more.length === 0) void this.checkIn(only, false);
    };
  }

  private get path(): string {
    return `/centers/${encodeURIComponent(this.access.center ?? "")}/bookings`;
  }

  /** Show who comes, or no more. */
  toggle(): void {
    this.open = !this.open && this.booked();
    this.asked = null;
    this.found = null;
    this.booking = false;
    this.field.value = "";
    this.told.textContent = "";
    this.place.replaceChildren(
      ...(this.open
        ? [element("div", { class: "head" }, this.head, this.form, this.anew, this.shut), this.told, this.list]
        : []),
    );
    this.draw();
    if (!this.open) return;
    this.field.focus();
    void this.look();
  }

  /** Something happened to bookings: many at once are looked at together. */
  heard(fact: Fact): void {
    if (!this.open || (fact.type !== "booking.changed" && fact.type !== "day.closed")) return;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.look(), SOON_MS);
  }

  show(center: Center | null): void {
    this.center = center;
    this.button.hidden = !this.booked();
    this.button.replaceChildren(say(this.language(), "Bookings"), element("kbd", {}, "B"));
    if (this.open && !this.booked()) this.toggle();
    this.draw();
  }

  private booked(): boolean {
    return this.center?.services.some((each) => each.booked) ?? false;
  }

  private async look(): Promise<void> {
    const newest = this.asking.asks();
    const asking = { language: this.language(), token: this.access.token };
    const digits = this.field.value;
    try {
      const bookings = await ask<Bookings>("GET", this.path, asking);
      const found =
        digits.length === WHOLE ? await ask<Bookings>("GET", `${this.path}?digits=${digits}`, asking) : null;
      if (!newest()) return;
      this.bookings = bookings;
      this.found = found;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (!newest()) return;
      this.say(problem.message, true);
    }
    this.draw();
  }

  private async checkIn(booking: BookedToday, walkIn: boolean): Promise<void> {
    await this.post(`${this.path}/${booking.id}/check-in`, { walk_in: walkIn }, (answer) => {
      const { ticket } = answer as CheckedIn;
      this.field.value = "";
      this.found = null;
      return say(this.language(), "Number {number} is in line now. Tell it to them.", { number: ticket.number });
    });
  }

  private async post(path: string, body: unknown, words: (answer: unknown) => string): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      const asking = { language: this.language(), token: this.access.token, key: newKey(), body };
      this.say(words(await ask<unknown>("POST", path, asking)), false);
      this.asked = null;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.say(problem.message, true);
    }
    this.busy = false;
    await this.look();
    if (this.open && !this.place.contains(document.activeElement)) this.field.focus();
  }

  private say(words: string, wrong: boolean): void {
    this.told.className = wrong ? "wrong" : "";
    this.told.replaceChildren(icon(wrong ? ICONS.alert : ICONS.tick), words);
  }

  private shown(): readonly BookedToday[] {
    return this.found?.bookings ?? withEnding(this.bookings?.bookings ?? [], this.field.value);
  }

  private draw(): void {
    if (!this.open) return;
    const language = this.language();
    this.head.textContent = say(language, "Who has booked for today");
    this.label.textContent = say(language, "Last digits of the code");
    this.shut.replaceChildren(say(language, "Close"), element("kbd", {}, "Esc"));
    this.anew.textContent = say(language, "Book for somebody");
    if (this.booking) return;
    redraw(this.list, this.listed(language));
    this.listen();
  }

  private listed(language: Language): readonly Node[] {
    if (this.bookings === null) return [];
    const clock = clockTime(serverNow(), this.center?.timezone ?? "Asia/Shanghai");
    const other = this.found !== null && this.found.day !== this.bookings.day ? this.found.day : null;
    const shown = this.shown();
    if (other !== null)
      return [element("h3", {}, other), element("ul", {}, ...shown.map((each) => this.row(language, each, null)))];
    const groups = GROUPS.flatMap((standing) => {
      const rows = shown.filter((each) => standingOf(each, clock) === standing);
      if (rows.length === 0) return [];
      return [
        element(
          "h3",
          { class: standing, "data-standing": standing },
          say(language, STANDINGS[standing]),
          element("span", { class: "count" }, String(rows.length)),
        ),
        element(
          "ul",
          { class: standing, "data-standing": standing },
          ...rows.map((each) => this.row(language, each, standing)),
        ),
      ];
    });
    return groups.length === 0 ? [element("p", { class: "none" }, say(language, "There is no such booking."))] : groups;
  }

  private row(language: Language, booking: BookedToday, standing: Standing | null): Node {
    const service = this.center?.services.find((each) => each.id === booking.service)?.name[language];
    const button = (verb: string, words: Sentence): Node =>
      element("button", { type: "button", "data-verb": verb, "data-booking": booking.id }, say(language, words));
    const asked = this.asked?.booking === booking.id ? this.asked.about : null;
    const comes = booking.state === "booked";
    const acts =
      asked === "cancel"
        ? [button("cancel", "Yes, cancel it"), button("stay", "Keep it")]
        : asked === "lift"
          ? [
              ...Object.entries(EXCUSES).map(([reason, words]) =>
                element(
                  "button",
                  { type: "button", "data-verb": "lift", "data-booking": booking.id, "data-reason": reason },
                  say(language, words),
                ),
              ),
              button("stay", "Do not lift"),
            ]
          : [
              ...(comes && standing !== null ? [button("check-in", "Check in")] : []),
              ...(standing !== null && standing !== "here" ? [button("walk-in", "Ordinary number")] : []),
              ...(comes ? [button("ask-cancel", "Cancel…")] : []),
              ...(booking.state === "missed" && booking.known ? [button("ask-lift", "Lift the block…")] : []),
            ];
    return element(
      "li",
      { "data-booking": booking.id },
      element("b", {}, booking.number ?? booking.clock ?? ""),
      element("span", { class: "of" }, booking.ending === null ? "" : `…${booking.ending}`),
      element("span", { class: "service" }, service ?? booking.service),
      element("span", { class: "acts" }, ...acts),
    );
  }

  private listen(): void {
    for (const button of this.list.querySelectorAll<HTMLButtonElement>("button[data-verb]")) {
      const { verb = "", booking: id = "", reason = "" } = button.dataset;
      const booking = this.shown().find((each) => each.id === id);
      button.onclick = () => {
        if (booking === undefined) return;
        if (verb === "check-in" || verb === "walk-in") void this.checkIn(booking, verb === "walk-in");
        else if (verb === "cancel")
          void this.post(`/bookings/${id}/cancel`, {}, () => say(this.language(), "The booking is cancelled."));
        else if (verb === "lift")
          void this.post(`${this.path}/${id}/lift`, { reason }, () =>
            say(this.language(), "What they missed counts no more. They can book again."),
          );
        else this.ask(verb === "stay" ? null : { about: verb === "ask-cancel" ? "cancel" : "lift", booking: id });
      };
    }
  }

  private ask(asked: Asked): void {
    this.asked = asked;
    this.told.replaceChildren();
    this.draw();
    if (asked === null) this.field.focus();
    else this.list.querySelector<HTMLElement>(`li[data-booking="${CSS.escape(asked.booking)}"] button`)?.focus();
  }
}
