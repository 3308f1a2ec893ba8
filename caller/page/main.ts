/** The clerk's console: the counter's ticket in the middle, who waits on the left, plan and papers on the right. */

import { ask, Problem } from "#browser/asking.ts";
import { element, icon, ICONS } from "#browser/elements.ts";
import { fold } from "#browser/fold.ts";
import { tellHealth } from "#browser/health.ts";
import { Latest } from "#browser/latest.ts";
import { Live } from "#browser/live.ts";
import { keepPresses } from "#browser/pressing.ts";
import { redraw } from "#browser/redrawing.ts";
import { dayStorage } from "#browser/remembering.ts";
import { forget, remember, renewed } from "#browser/session.ts";
import { enter } from "#browser/signin.ts";
import { Watch } from "#browser/watch.ts";
import type { Access, Board, Center, Counter, Frame, Language } from "#browser/wire.ts";
import { changesSettings, isSnapshot } from "#browser/wire.ts";
import { otherLanguage, readerLanguage, type Sentence, say } from "#browser/words.ts";
import { AlarmPanel } from "./alarms.ts";
import { AsidePanel } from "./aside.ts";
import { BookingsPanel } from "./bookings.ts";
import { clerkAt, clerkStorage } from "./clerk.ts";
import { Desk } from "./desk.ts";
import { FailedPanel } from "./failed.ts";
import { HelpPanel } from "./help.ts";
import { HoursPanel } from "./hours.ts";
import { Keys } from "./keys.ts";
import { lineOf } from "./line.ts";
import { PlanPanel } from "./plan.ts";
import { SeatPanel } from "./seat.ts";
import { ticketOf } from "./ticket.ts";
import { secondsToUndo, undoWords } from "./undoing.ts";
import { GROUPS, type Verb, verbNamed, VERBS } from "./verbs.ts";

const LANGUAGE = "banshi-language";
const CODE_KEY = "k";
const SEAT_KEY = "y";
const BOOKINGS_KEY = "b";
const NUMBER_KEY = "q";
const ALARM_KEY = "a";
const FIND_KEY = "i";
const CASES_KEY = "j";
const BOXES: readonly string[] = [CODE_KEY, SEAT_KEY, BOOKINGS_KEY, NUMBER_KEY, ALARM_KEY, FIND_KEY, CASES_KEY];
const STATES: Readonly<Record<Counter["state"], Sentence>> = { open: "Open", paused: "Paused", closed: "Closed" };

const UNDO = verbNamed("undo");

function at(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no ${id}`);
  return found;
}

// A clerk signs in once a day, until the token ends at night; on a shared PC "Leave" forgets it at once.
const STORAGE = dayStorage(sessionStorage, localStorage);
const CLERK = clerkStorage(sessionStorage);
const chosenBefore = localStorage.getItem(LANGUAGE);
let language: Language = readerLanguage(chosenBefore === null ? navigator.languages : [chosenBefore]);

function speak(chosen: Language): void {
  language = chosen;
  localStorage.setItem(LANGUAGE, chosen);
}

class Console {
  private center: Center | null = null;
  private readonly learning = new Latest();
  private board: Board | null = null;
  private busy = false;
  private late = false;
  private linked = false;
  private lost = false;
  private counting = false;
  private problem: Problem | null = null;
  private readonly desk: Desk;
  private readonly plan: PlanPanel;
  private readonly aside: AsidePanel;
  private readonly help: HelpPanel;
  private readonly alarms: AlarmPanel;
  private readonly failed: FailedPanel;
  private readonly seat: SeatPanel;
  private readonly bookings: BookingsPanel;
  private readonly hours: HoursPanel;
  private readonly live: Live;
  private readonly keys = new Keys(
    (key) => this.press(key),
    (text) => this.plan.put(text),
  );

  /** `signed` says that a clerk signed in: the token is theirs, the counter stays paired without it. */
  constructor(
    private readonly access: Access,
    private readonly signed: boolean,
  ) {
    const path = `/centers/${encodeURIComponent(access.center ?? "")}`;
    this.plan = new PlanPanel(at("plan"), access, () => language);
    this.aside = new AsidePanel(
      at("aside"),
      access,
      () => language,
      (verb, words) => this.desk.do(verb, words),
    );
    this.help = new HelpPanel(
      at("help-asked"),
      access,
      () => language,
      (verb, words) => this.desk.do(verb, words),
    );
    this.alarms = new AlarmPanel(
      at("alarms"),
      access,
      () => language,
      (verb, words) => this.desk.do(verb, words),
    );
    this.failed = new FailedPanel(
      at("cases"),
      at("failed"),
      access,
      () => language,
      (verb, words) => this.desk.do(verb, words),
    );
    this.seat = new SeatPanel(
      at("seat"),
      at("seat-ask"),
      access,
      () => language,
      (verb, words) => this.desk.do(verb, words),
      signed
        ? {
            onIn: (next) => {
              remember(CLERK, next);
              location.reload();
            },
            onRefused: () => this.leave(),
          }
        : null,
    );
    this.bookings = new BookingsPanel(at("bookings"), at("booked"), access, () => language);
    this.hours = new HoursPanel(
      at("hours"),
      at("calendar"),
      localStorage,
      () => language,
      () => void this.learn(),
    );
    this.desk = new Desk(access, () => language, {
      onCounter: () => {
        // Whoever answers over HTTP will answer at the socket too: no need to wait out the pause.
        if (this.lost) this.live.again();
        this.draw();
      },
      onBusy: (busy) => {
        this.busy = busy;
        this.draw();
      },
      onTrouble: (problem) => {
        this.problem = problem;
        this.draw();
        this.seat.refused(problem);
      },
      onRefused: (code) => this.leave(code),
      // What the counter's ticket came to elsewhere, at a keypad for example.
      outcome: (ticket) => this.board?.calls.find((call) => call.ticket.id === ticket)?.state ?? null,
    });
    const { token } = access;
    const watch: Watch = new Watch(
      () => this.live,
      () => ask<Board>("GET", `${path}/board`, { language, token }),
      (since) => {
        this.late = since !== null;
        at("link").classList.toggle("late", this.late);
        at("link").textContent = this.late ? say(language, "Connecting again") : "";
      },
    );
    this.live = new Live(access, access.center ?? "", {
      onFrame: (frame) => this.take(frame),
      onAlive: () => watch.heard(),
      onLink: (open) => {
        if (!open && this.linked) this.lost = true;
        this.linked = open;
        watch.link(open);
        if (!open) return;
        this.lost = false;
        void this.desk.look();
        void this.aside.look();
        void this.help.look();
        void this.alarms.look();
        void this.failed.look();
      },
      onRefused: () => this.leave(),
      onUnopened: () => void this.moved(),
    });
    void this.learn();
    void this.desk.look();
    window.setInterval(() => this.draw(), 30_000);
    window.setInterval(() => this.countDown(), 1000);
    document.addEventListener("keydown", (event) => this.key(event));
    keepPresses(document);
    // A button pressed by mouse must not keep the focus: Enter is for calling then.
    document.addEventListener("click", (event) => {
      if (
        event.detail > 0 &&
        document.activeElement instanceof HTMLElement &&
        document.activeElement.matches("button, summary")
      )
        document.activeElement.blur();
    });
    at("language").onclick = () => {
      speak(language === "zh" ? "en" : "zh");
      this.draw();
    };
    this.draw();
  }

  private async learn(): Promise<void> {
    const path = `/centers/${encodeURIComponent(this.access.center ?? "")}`;
    const newest = this.learning.asks();
    try {
      const center = await ask<Center>("GET", path, { language, token: this.access.token });
      if (!newest()) return;
      this.center = center;
      this.hours.learn(center);
      this.draw();
    } catch {
      if (newest()) window.setTimeout(() => void this.learn(), 3000);
    }
  }

  private take(frame: Frame): void {
    if (isSnapshot(frame) ? this.board !== null : changesSettings(frame) || frame.type === "staff.told") {
      void this.learn();
      void this.desk.look();
    }
    if (isSnapshot(frame)) {
      this.board = frame.board;
      void this.desk.look();
    } else if (this.board !== null) {
      this.board = fold(this.board, frame);
      this.aside.heard(frame);
      this.help.heard(frame);
      this.bookings.heard(frame);
      this.alarms.heard(frame);
      this.failed.heard(frame);
      // Whatever happens at this counter or joins its line changes what can be done here.
      if (frame.counter?.id === this.access.counter || frame.service !== undefined) void this.desk.look();
    }
    this.desk.settle();
    this.draw();
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const { activeElement } = document;
    // Letters that are typed into a box are no verbs.
    if (activeElement instanceof HTMLInputElement || activeElement instanceof HTMLSelectElement) return;
    // Enter on a focused button or headline presses that button, as everywhere.
    const presses = activeElement instanceof HTMLButtonElement || activeElement?.tagName === "SUMMARY";
    const single = !presses || !["Enter", " "].includes(event.key);
    if (event.key.length > 1 && event.key !== "Enter") return;
    const many = this.keys.take({ key: single ? event.key : "", repeat: event.repeat });
    if (many || (single && (BOXES.includes(event.key.toLowerCase()) || this.verb(event.key) !== undefined)))
      event.preventDefault();
  }

  private verb(key: string): Verb | undefined {
    return VERBS.find((each) => each.key === key.toLowerCase());
  }

  private press(key: string): void {
    if (key === CODE_KEY) this.plan.focus();
    if (key === FIND_KEY) this.plan.find();
    if (key === SEAT_KEY) this.seat.toggle();
    if (key === BOOKINGS_KEY) this.bookings.toggle();
    if (key === NUMBER_KEY) this.aside.focus();
    if (key === CASES_KEY) this.failed.toggle();
    if (key === ALARM_KEY) this.alarms.focus();
    if (this.aside.chooser.pick(key)) return;
    const verb = this.verb(key);
    // Also what is not possible now: the server says why, in words, and a key that does nothing says nothing.
    if (verb !== undefined) this.carryOut(verb);
  }

  private carryOut(verb: Verb): void {
    // Where to is chosen first.
    if (verb.id === "transfer") this.aside.chooser.ask({ about: "where" });
    else if (verb.id === "reroute") this.aside.chooser.ask({ about: "steps" });
    else if (verb.id === "for-paper") this.aside.chooser.ask({ about: "paper" });
    else if (verb.id === "could-not") this.aside.chooser.askFailed();
    else if (verb.id === "priority") this.aside.chooser.askGround();
    else if (verb.id === "pause") this.aside.chooser.ask({ about: "break" });
    else if (verb.id === "serve-at-once") this.aside.chooser.takeIn();
    else void this.desk.do(verb.id);
  }

  /** Where the socket moved, the page has to be fetched anew: its own rules name the address it may speak with. */
  private async moved(): Promise<void> {
    const now = await renewed(this.signed ? CLERK : STORAGE, this.access, language);
    if (now === null) this.leave();
    else if (now.live !== this.access.live) location.reload();
  }

  private leave(code = "token_unknown"): void {
    if (this.signed) forget(CLERK);
    else if (code !== "desk_sign_in_needed") forget(STORAGE);
    location.reload();
  }

  private draw(): void {
    const { center, desk, access } = this;
    const { counter } = desk;
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    const own = center?.counters.find((each) => each.id === access.counter);
    at("place").replaceChildren(
      element("b", {}, own?.name[language] ?? ""),
      element("span", {}, center?.name[language] ?? ""),
    );
    const state = counter?.state ?? "closed";
    at("state").className = state;
    at("state").textContent = counter === null ? "" : say(language, STATES[state]);
    at("language").textContent = otherLanguage(language);
    document.title = `${own?.name[language] ?? ""} · ${say(language, "Counter console")}`;
    redraw(at("ticket"), ticketOf(counter, center, this.board, language));
    redraw(at("trouble"), this.trouble());
    this.drawVerbs(counter);
    redraw(at("line"), lineOf(own?.services ?? [], center, this.board, counter, language));
    this.aside.show({ counter, center, board: this.board });
    this.help.show(center);
    this.alarms.show(center);
    this.failed.show(center);
    this.seat.show(counter, center);
    this.bookings.show(center);
    this.hours.show(center);
    void this.plan.show(counter?.ticket ?? null);
  }

  private trouble(): readonly Node[] {
    const { problem } = this;
    if (problem === null) return [];
    const words =
      problem.code === "unreachable"
        ? (["The server cannot be reached.", "Trying again. What was called stays valid."] as const)
            .map((each) => say(language, each))
            .join(language === "zh" ? "" : " ")
        : problem.message;
    return [icon(ICONS.alert), element("span", {}, words)];
  }

  private drawVerbs(counter: Counter | null): void {
    const place = at("verbs");
    if (place.childElementCount === 0) {
      for (const group of GROUPS) {
        const buttons = VERBS.filter((verb) => verb.group === group).map((verb) => {
          const button = element("button", { id: verb.id, type: "button" });
          button.onclick = () => this.carryOut(verb);
          return button;
        });
        place.append(element("div", { class: group }, ...buttons));
      }
    }
    const main = VERBS.find((verb) => verb.main && counter !== null && verb.possible(counter));
    for (const verb of VERBS) this.drawVerb(verb, verb === main, counter);
  }

  private drawVerb(verb: Verb, main: boolean, counter: Counter | null): void {
    const button = at(verb.id) as HTMLButtonElement;
    button.disabled = this.busy || counter === null || !verb.possible(counter);
    // A focused button that is switched off would swallow the keys.
    if (button.disabled && document.activeElement === button) button.blur();
    button.classList.toggle("main", main && !button.disabled);
    button.replaceChildren(
      (verb === UNDO && counter !== null ? undoWords(counter, language) : null) ?? say(language, verb.words),
      element("kbd", {}, verb.key === "enter" ? "Enter" : verb.key.toUpperCase()),
    );
  }

  /** Say how long the last press can still be taken back, and switch that off when it cannot. */
  private countDown(): void {
    const { counter } = this.desk;
    const running = counter !== null && secondsToUndo(counter) > 0;
    if (running || this.counting) this.drawVerb(UNDO, false, counter);
    this.counting = running;
  }
}

async function start(): Promise<void> {
  document.body.classList.add("outside");
  const place = at("entrance");
  const desk = await enter({ storage: STORAGE, scope: "counter", place, onLanguage: speak }, language);
  const onRefused = (): void => {
    forget(STORAGE);
    location.reload();
  };
  const access = await clerkAt({ storage: CLERK, place, onLanguage: speak, onRefused }, desk, language);
  document.body.classList.remove("outside");
  tellHealth(desk, () => language);
  new Console(access, access !== desk);
}

void start();
