/** A number followed on the phone. The secret stays in the fragment of the address and goes only to our own server. */

import { ask, newKey, Problem } from "#browser/asking.ts";
import { clockTime } from "#browser/clock.ts";
import { element, icon, ICONS, replaceIfOther } from "#browser/elements.ts";
import { Latest } from "#browser/latest.ts";
import { STATES } from "#browser/states.ts";
import type { Before, Language, Text, Ticket, WaitAnswer } from "#browser/wire.ts";
import { type Sentence, say, type Values } from "#browser/words.ts";

interface Names {
  readonly center?: Text;
  readonly names?: Readonly<Record<string, Text>>;
  readonly timezone?: string;
}

const OVER: readonly Ticket["state"][] = ["finished", "cancelled", "expired"];
const FINAL: readonly string[] = ["rejoin_late", "rejoin_often", "postpone_late", "postpone_often"];
const WHY: Readonly<Record<Before["newest"][number]["rule"], Sentence>> = {
  earlier: "came before you",
  came_back: "was away or missed, and came back",
  transferred: "was sent on from another line",
  appointment: "has an appointment",
  priority: "has priority by law",
  chosen: "was asked for by its counter",
};
const SOON_MS = 5000;
const LATER_MS = 15_000;
const AT_MOST_MS = 60_000;
/** How long an estimate is shown before another is asked for: it costs the server more than a look. */
const ESTIMATE_MS = 60_000;
const FEW = 3;
/** The longest that any hall lets a counter take back what it did. */
const TAKEN_BACK_MS = 60_000;
const TAKEN_BACK: Sentence = "Your call was taken back. You keep your place and will be called again.";

class Follower {
  private readonly language: Language = document.documentElement.lang === "en" ? "en" : "zh";
  private readonly names = JSON.parse(document.getElementById("names")?.textContent ?? "{}") as Names;
  private readonly secret = location.hash.slice(1);
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
  private timer = 0;
  private readonly asking = new Latest();
  private takenBack = false;
  /** When this page heard that the ticket is finished. */
  private finished = 0;
  private readonly news = element("p", { class: "unseen", role: "status" });

  constructor(private readonly place: HTMLElement) {
    place.after(this.news);
    this.path = `/tickets/${encodeURIComponent(place.dataset.ticket ?? "")}`;
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
      const held = await ask<Ticket>("GET", this.path, { language: this.language, secret: this.secret });
      // Given back, or looked at again, meanwhile: that answer is the newer one.
      if (!newest()) return;
      if (held.state !== this.refused?.state) this.refused = null;
      this.compare(this.held, held);
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
        this.trouble = say(
          this.language,
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
      this.before = await ask<Before>("GET", `${this.path}/before`, { language: this.language, secret: this.secret });
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
        language: this.language,
        secret: this.secret,
      });
      this.estimate = { of: answer.service, answer, at: now };
      this.draw();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
    }
  }

  private async change(verb: string): Promise<Ticket> {
    const key = newKey();
    const changed = await ask<Ticket>("POST", `${this.path}/${verb}`, {
      language: this.language,
      secret: this.secret,
      key,
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

  private words(message: Sentence, values: Values = {}): string {
    return say(this.language, message, values);
  }

  private name(id: string | null): string {
    return id === null ? "" : (this.names.names?.[id]?.[this.language] ?? id);
  }

  private draw(): void {
    const { held } = this;
    if (held === null) {
      const said = this.trouble ?? this.words("One moment…");
      replaceIfOther(this.place, [
        element(
          "p",
          { class: this.trouble === null ? "help" : "alert", role: this.trouble === null ? null : "alert" },
          said,
        ),
        this.link(),
      ]);
      return;
    }
    document.title = `${held.number} · ${this.words(STATES[held.state])}`;
    const says = this.says(held);
    // Read out on every change, in one breath: not the whole page again.
    const news = [held.number, ...says.map((each) => each.textContent?.trim() ?? "")].join(this.words(", "));
    if (this.news.textContent !== news) this.news.textContent = news;
    const moving = document.activeElement?.id;
    replaceIfOther(this.place, [
      element("h1", {}, this.names.center?.[this.language] ?? ""),
      element(
        "section",
        { class: `card ${held.state}`, "data-state": held.state },
        element("p", {}, this.name(held.service)),
        element("p", { class: "mine" }, held.number),
        ...says,
      ),
      this.link(),
      ...this.rest(held),
      ...this.wentBefore(held),
    ]);
    this.listen();
    if (moving) document.getElementById(moving)?.focus();
  }

  private says(held: Ticket): readonly Node[] {
    const line = (words: string, sign: string): Node => element("p", { class: "go" }, icon(sign), ` ${words}`);
    switch (held.state) {
      case "called":
        return [line(this.words("Please go to {counter} now.", { counter: this.name(held.counter) }), ICONS.speaker)];
      case "serving":
        return [
          line(this.words("You are being served at {counter}.", { counter: this.name(held.counter) }), ICONS.person),
        ];
      case "missed":
        return [
          line(this.words("Your number was called and missed."), ICONS.bar),
          element(
            "p",
            {},
            this.refused?.why ?? this.words("Are you here now? You get back into line behind a few people."),
          ),
        ];
      case "held":
        return [
          line(this.words("Your matter is kept at {counter}.", { counter: this.name(held.counter) }), ICONS.pause),
          element("p", {}, this.words("Come back to that counter when you have everything. No new number is needed.")),
        ];
      case "finished":
        return [line(this.words("Done. Thank you for coming."), ICONS.tick)];
      case "cancelled":
        return [line(this.words("You gave this number back."), ICONS.bar)];
      case "expired":
        return [
          line(this.words("This number was not called before closing time. Please take a new one."), ICONS.clock),
        ];
      case "postponed": {
        const values = { time: clockTime(Date.parse(held.back_at ?? ""), this.names.timezone ?? "Asia/Shanghai") };
        const now =
          held.ahead === 0
            ? this.words("If you come back now, you are next.")
            : this.words("If you come back now, people ahead of you: {ahead}.", { ahead: held.ahead });
        return [
          line(this.words("You are not called until {time}.", values), ICONS.clock),
          element("p", {}, this.words("Then you are back in line by yourself. You keep your place and your number.")),
          element("p", {}, now),
        ];
      }
      case "waiting":
        return [...(this.takenBack ? [element("p", {}, this.words(TAKEN_BACK))] : []), ...this.waits(held)];
    }
  }

  private waits(held: Ticket): readonly Node[] {
    const line = (words: string): Node => element("p", { class: "go" }, icon(ICONS.clock), ` ${words}`);
    if (held.bound !== null) return this.bound(held, line);
    const next: Sentence =
      held.counters_open === 0
        ? "Nobody is ahead of you. No counter is open yet: please watch the screens."
        : "You are next. Please stay near the counters.";
    return held.ahead === 0 ? [line(this.words(next))] : this.ahead(held);
  }

  /** Who waits for one counter stands in no line: they are told where, and who does so before them. */
  private bound(held: Ticket, line: (words: string) => Node): readonly Node[] {
    const counter = this.name(held.bound);
    if (held.ahead > 0) return [line(this.words("You wait for {counter}.", { counter })), ...this.ahead(held)];
    return held.counters_open === 0
      ? [
          line(this.words("You are next at {counter}.", { counter })),
          element("p", {}, this.words("That counter is paused for a moment. Please stay near it.")),
        ]
      : [line(this.words("You are next at {counter}. Please stay near it.", { counter }))];
  }

  private ahead(held: Ticket): readonly Node[] {
    const tiles = [
      element(
        "div",
        {},
        element("dt", {}, this.words("Ahead of you")),
        element("dd", {}, this.words(held.ahead > 1 ? "{ahead} people" : "{ahead} person", { ahead: held.ahead })),
      ),
    ];
    const answer = this.estimate?.of === held.service ? this.estimate.answer : null;
    const wait = answer === null || answer.at_once ? null : answer.wait;
    if (wait !== null) {
      tiles.push(
        element(
          "div",
          {},
          element("dt", {}, this.words("About")),
          element("dd", {}, this.words("{low}-{high} minutes", { low: wait.low_min, high: wait.high_min })),
        ),
      );
    }
    const returning = held.returning ?? 0;
    const more = "Away for a while, and before you once they are back: {count}.";
    return [
      element("dl", {}, ...tiles),
      ...(wait === null
        ? []
        : [
            element(
              "p",
              {},
              this.words("Nine of ten people are called within {high} minutes.", { high: wait.high_min }),
            ),
          ]),
      ...(returning > 0 ? [element("p", {}, this.words(more, { count: returning }))] : []),
    ];
  }

  private link(): Node {
    return element(
      "p",
      { class: "late", role: "status" },
      this.late ? this.words("No connection. Trying again; your number stays valid.") : "",
    );
  }

  private rest(held: Ticket): readonly Node[] {
    const plan =
      held.plan === null || OVER.includes(held.state)
        ? []
        : [
            element(
              "a",
              { class: "main", href: `/c/${encodeURIComponent(held.plan)}/plan` },
              this.words("See the plan and papers"),
            ),
          ];
    if (held.state !== "waiting" && held.state !== "postponed" && held.state !== "missed" && held.state !== "held")
      return plan;
    const back = this.moves(held);
    if (!this.sure)
      return [
        ...back,
        ...plan,
        element("button", { id: "cancel", type: "button", class: "quiet" }, this.words("Give this number back")),
      ];
    return [
      ...plan,
      element(
        "section",
        { class: "lead", "aria-labelledby": "sure" },
        element(
          "p",
          { id: "sure" },
          element(
            "b",
            {},
            this.words("Give number {number} back? Your place in the line is lost.", { number: held.number }),
          ),
        ),
        element("button", { id: "cancel-sure", type: "button", class: "main" }, this.words("Yes, give it back")),
        element("button", { id: "keep", type: "button" }, this.words("No, keep it")),
      ),
    ];
  }

  /** Who went before and by which rule: nobody has to wonder why others are called. */
  private wentBefore(held: Ticket): readonly Node[] {
    if (held.state !== "waiting" && held.state !== "postponed") return [];
    const { before } = this;
    if (before === null)
      return [element("button", { id: "why", type: "button", class: "quiet" }, this.words("Why not me yet?"))];
    const zone = this.names.timezone ?? "Asia/Shanghai";
    const time = (moment: string): string => clockTime(Date.parse(moment), zone);
    const said =
      before.count === 0
        ? this.words("Nobody of this line was called since {time}.", { time: time(before.since) })
        : this.words("Called in this line since {time}: {count}", { time: time(before.since), count: before.count });
    return [
      element(
        "section",
        { id: "before", class: "share", "aria-labelledby": "before-head" },
        element("h2", { id: "before-head" }, this.words("Who went before")),
        element("p", {}, said),
        element(
          "ul",
          {},
          ...before.newest.map((each) =>
            element("li", {}, element("b", {}, each.number), ` ${time(each.at)} · ${this.words(WHY[each.rule])}`),
          ),
        ),
      ),
    ];
  }

  /** What a holder may do beside giving the number back. */
  private moves(held: Ticket): readonly Node[] {
    const button = (id: string, kind: string, words: string): readonly Node[] => [
      element("button", { id, type: "button", class: kind }, words),
    ];
    if (held.state === "postponed") return button("come-back", "main", this.words("I am here now"));
    if (this.refused !== null)
      return held.state === "waiting" ? [element("p", { class: "alert", role: "alert" }, this.refused.why)] : [];
    if (held.state === "missed") return button("come-back", "main", this.words("Back into line"));
    const minutes = held.postpone_min ?? null;
    if (held.state !== "waiting" || minutes === null) return [];
    return button("postpone", "", this.words("I need {minutes} more minutes", { minutes }));
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
  }
}

/** Follow the ticket of this page in `place` until it is over. */
export function follow(place: HTMLElement): void {
  new Follower(place);
}
