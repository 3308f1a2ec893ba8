/** A number followed on the phone. The secret stays in the fragment of the address and goes only to our own server. */

import { ask, newKey, Problem } from "#browser/asking.ts";
import { element } from "#browser/elements.ts";
import { Latest } from "#browser/latest.ts";
import { redraw } from "#browser/redrawing.ts";
import { STATES } from "#browser/states.ts";
import type { Before, Language, Ticket, Visit, WaitAnswer } from "#browser/wire.ts";
import { Around, type Names } from "./around.ts";
import { choices, OVER } from "./choices.ts";
import { Failed } from "./failed.ts";
import { says, type View } from "./stands.ts";
import { othersOf, wayOf } from "./way.ts";
import { wentBefore } from "./went_before.ts";

const FINAL: readonly string[] = ["rejoin_late", "rejoin_often", "postpone_late", "postpone_often"];
const SOON_MS = 5000;
const LATER_MS = 15_000;
const AT_MOST_MS = 60_000;
/** How long an estimate is shown before another is asked for: it costs the server more than a look. */
const ESTIMATE_MS = 60_000;
const FEW = 3;
/** From when on something may have failed: at a counter, or because nobody came to it. */
const MAY_HAVE_FAILED: readonly string[] = ["serving", "held", "missed", "finished", "cancelled", "expired"];
/** The longest that any hall lets a counter take back what it did. */
const TAKEN_BACK_MS = 60_000;
class Follower {
  private readonly around = new Around(
    document.documentElement.lang === "en" ? "en" : "zh",
    JSON.parse(document.getElementById("names")?.textContent ?? "{}") as Names,
    location.hash.slice(1),
  );
  private readonly path: string;
  private held: Ticket | null = null;
  private sure = false;
  private late = false;
  private failed = 0;
  private trouble: string | null = null;
  /** Why a number cannot come back, or be put off, as it stands. */
  private refused: { readonly state: Ticket["state"]; readonly why: string } | null = null;
  /** Who went before, once somebody asks why. */
  private before: Before | null = null;
  /** How long it takes, as far as the hall can tell, and when it was asked (ms of this page). */
  private estimate: { readonly of: Ticket["service"]; readonly answer: WaitAnswer | null; readonly at: number } | null =
    null;
  /** Which step somebody is about to leave out. */
  private dropping: number | null = null;
  private visit: Visit | null = null;
  private timer = 0;
  private readonly asking = new Latest();
  private takenBack = false;
  /** When this page heard that the ticket is finished. */
  private finished = 0;
  private readonly couldNot: Failed;
  private readonly news = element("p", { class: "unseen", role: "status" });

  constructor(private readonly place: HTMLElement) {
    place.after(this.news);
    const path = `/tickets/${encodeURIComponent(place.dataset.ticket ?? "")}`;
    this.path = path;
    this.couldNot = new Failed(`${path}/failed-cases`, this.asks);
    this.news.after(this.couldNot.place);
    // A phone in the pocket asks nobody; looked at again, it asks at once.
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) void this.look();
    });
    // Language and letters are chosen by another address, which must keep the fragment.
    for (const other of document.querySelectorAll<HTMLAnchorElement>("header a")) other.hash = location.hash;
    this.draw();
    void this.look();
  }

  private async look(): Promise<void> {
    clearTimeout(this.timer);
    const newest = this.asking.asks();
    try {
      const held = await ask<Ticket>("GET", this.path, { ...this.asks });
      // Given back, or looked at again, meanwhile: that answer is the newer one.
      if (!newest()) return;
      if (held.state !== this.refused?.state) this.refused = null;
      this.compare(this.held, held);
      if (this.held?.state !== held.state || this.held.step !== held.step) void this.others();
      if (MAY_HAVE_FAILED.includes(held.state) && this.held?.state !== held.state) void this.couldNot.look();
      this.held = held;
      if (this.before !== null) void this.why();
      if (held.state === "waiting" && held.ahead > 0) void this.howLong(held);
      this.failed = 0;
      this.late = false;
      this.trouble = null;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (!newest()) return;
      this.failed += 1;
      this.late = !problem.final;
      if (problem.final) {
        this.held = null;
        this.trouble = this.around.words(
          "This number cannot be found. Scan the code on your slip again, or ask at the guide desk.",
        );
      }
    }
    this.draw();
    this.again();
  }

  /** See what a counter took back: people are told that a call was none. */
  private compare(before: Ticket | null, now: Ticket): void {
    if (before?.state === now.state) return;
    if (now.state === "finished") this.finished = performance.now();
    const again = before?.state === "called" && now.state === "waiting" && before.service === now.service;
    // Who waits for one counter now may have been sent on to it.
    this.takenBack = again && now.bound === null;
  }

  /** Whether nothing can happen to the ticket any more; what was finished a moment ago may still be taken back. */
  private get over(): boolean {
    if (this.held === null || !OVER.includes(this.held.state)) return false;
    return this.held.state !== "finished" || performance.now() - this.finished > TAKEN_BACK_MS;
  }

  private again(): void {
    if (this.trouble !== null || document.hidden || this.over) return;
    const near = this.held !== null && (this.held.state !== "waiting" || this.held.ahead <= FEW);
    this.timer = window.setTimeout(
      () => void this.look(),
      Math.min(AT_MOST_MS, (near ? SOON_MS : LATER_MS) * 2 ** this.failed),
    );
  }

  /** Get back into line, or ask to be called later; where that cannot be, the answer says why and stays to be read. */
  private async move(verb: "come-back" | "postpone"): Promise<void> {
    const state = this.held?.state ?? "waiting";
    try {
      this.held = await this.change(verb);
      this.late = false;
      this.again();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.late = problem.passing;
      if (FINAL.includes(problem.code)) this.refused = { state, why: problem.message };
      else if (!problem.passing) await this.look();
    }
    this.draw();
  }

  /** Learn who was called before; what cannot be learnt now is asked for at the next look. */
  private async why(): Promise<void> {
    try {
      this.before = await ask<Before>("GET", `${this.path}/before`, { ...this.asks });
      this.draw();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.late = problem.passing;
    }
  }

  /** Learn how long it takes, once a minute; where that fails the number is followed all the same. */
  private async howLong(held: Ticket): Promise<void> {
    const now = performance.now();
    if (this.estimate?.of === held.service && now - this.estimate.at < ESTIMATE_MS) return;
    this.estimate = { of: held.service, answer: null, at: now };
    try {
      const answer = await ask<WaitAnswer>("GET", `${this.path}/wait`, {
        ...this.asks,
      });
      this.estimate = { of: answer.service, answer, at: now };
      this.draw();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
    }
  }

  /** Learn which other numbers belong to this visit; where that fails this one is followed all the same. */
  private async others(): Promise<void> {
    try {
      this.visit = await ask<Visit>("GET", `${this.path}/visit`, { ...this.asks });
      this.draw();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
    }
  }

  /** Leave a step out; what cannot be is said by the server, and seen at the next look. */
  private async drop(at: number): Promise<void> {
    const service = this.held?.way[at]?.service ?? "";
    this.dropping = null;
    try {
      this.held = await this.change("drop-step", { step: at, service });
      this.estimate = null;
      this.late = false;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.late = problem.passing;
      if (!problem.passing) await this.look();
    }
    this.draw();
    this.again();
  }

  private async change(verb: string, body: Readonly<Record<string, unknown>> = {}): Promise<Ticket> {
    const key = newKey();
    const changed = await ask<Ticket>("POST", `${this.path}/${verb}`, {
      ...this.asks,
      key,
      body,
    });
    // Whoever looked before this was answered may have seen what was before it.
    this.asking.asks();
    return changed;
  }

  private async giveBack(): Promise<void> {
    try {
      this.held = await this.change("cancel");
      this.trouble = null;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.late = problem.passing;
      if (!problem.passing) await this.look();
    }
    this.sure = false;
    this.draw();
  }

  private get asks(): { readonly language: Language; readonly secret: string } {
    return { language: this.around.language, secret: this.around.secret };
  }

  private get view(): View {
    return {
      estimate: this.estimate?.answer ?? null,
      refused: this.refused?.why ?? null,
      takenBack: this.takenBack,
    };
  }

  private draw(): void {
    const { held } = this;
    if (held === null) {
      const said = this.trouble ?? this.around.words("One moment…");
      redraw(this.place, [
        element(
          "p",
          { class: this.trouble === null ? "help" : "alert", role: this.trouble === null ? null : "alert" },
          said,
        ),
        this.link(),
      ]);
      return;
    }
    document.title = `${held.number} · ${this.around.words(STATES[held.state])}`;
    const said = says(held, this.view, this.around);
    // Read out on every change, in one breath: not the whole page again.
    const news = [held.number, ...said.map((each) => each.textContent?.trim() ?? "")].join(this.around.words(", "));
    if (this.news.textContent !== news) this.news.textContent = news;
    redraw(this.place, [
      element("h1", {}, this.around.center),
      element(
        "section",
        { class: `card ${held.state}`, "data-state": held.state },
        element("p", {}, this.around.name(held.service)),
        element("p", { class: "mine" }, held.number),
        ...said,
      ),
      this.link(),
      ...wayOf(held, this.dropping, this.around),
      ...choices(held, this.sure, this.refused?.why ?? null, this.around),
      ...othersOf(held, this.visit, this.around.language),
      ...wentBefore(held, this.before, this.around),
    ]);
    this.listen();
  }

  private link(): Node {
    return element(
      "p",
      { class: "late", role: "status" },
      this.late ? this.around.words("No connection. Trying again; your number stays valid.") : "",
    );
  }

  private listen(): void {
    const on = (id: string, act: () => void): void => {
      const button = document.getElementById(id);
      if (button !== null) button.onclick = act;
    };
    const turn = (sure: boolean, next: string) => (): void => {
      this.sure = sure;
      this.draw();
      document.getElementById(next)?.focus();
    };
    on("come-back", () => void this.move("come-back"));
    on("why", () => void this.why());
    on("postpone", () => void this.move("postpone"));
    on("cancel", turn(true, "keep"));
    on("keep", turn(false, "cancel"));
    on("cancel-sure", () => void this.giveBack());
    const asks = (at: number | null, next: string) => (): void => {
      this.dropping = at;
      this.draw();
      document.getElementById(next)?.focus();
    };
    for (const [at] of (this.held?.way ?? []).entries()) on(`drop-${at}`, asks(at, "drop-keep"));
    const { dropping } = this;
    if (dropping === null) return;
    on("drop-keep", asks(null, `drop-${dropping}`));
    on("drop-sure", () => void this.drop(dropping));
  }
}

/** Follow the ticket of this page in `place` until it is over. */
export function follow(place: HTMLElement): void {
  new Follower(place);
}
