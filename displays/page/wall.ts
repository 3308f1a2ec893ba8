/** The wall of a city: several halls on one screen, each as it was last known, none of them waited for. */

import { ask, Problem } from "#browser/asking.ts";
import { clockTime, serverMoment, serverNow } from "#browser/clock.ts";
import { element, icon, ICONS } from "#browser/elements.ts";
import { redraw } from "#browser/redrawing.ts";
import type { Access, HallOverview, Language, Overview, Text } from "#browser/wire.ts";
import { both, say, type Sentence } from "#browser/words.ts";
import { runClock } from "./clock.ts";
import { fit } from "./fitting.ts";
import { pair } from "./pair.ts";
import { place } from "./place.ts";

const EACH_MS = 10_000;
/** What was learned so long ago is said to be old. */
const LATE_MS = 25_000;
const TURN_MS = 12_000;
const PAGE = 6;
const MOST = 60;
const ZONE = "Asia/Shanghai";

const WORDS: Readonly<Record<HallOverview["state"], readonly [Sentence, string]>> = {
  open: ["Serving now", ICONS.tick],
  lunch: ["Lunch break", ICONS.clock],
  break: ["Paused for a moment", ICONS.pause],
  unstaffed: ["No counter open", ICONS.bar],
  silent: ["No signal", ICONS.cut],
  closed: ["Not open", ICONS.door],
};

interface Places {
  readonly title: HTMLElement;
  readonly clock: HTMLElement;
  readonly halls: HTMLElement;
  readonly notice: HTMLElement;
}

/** Return the address that tells what is to be seen: the halls `named` with commas between them, or all under `own`. */
export function asked(named: string, own: string): string {
  const which =
    named === "" ? `under=${encodeURIComponent(own)}` : `center=${named.split(",").map(encodeURIComponent).join(",")}`;
  return `/overview?${which}&limit=${MOST}`;
}

/** Return how many halls stand on each page: all about the same number, so that none is nearly empty. */
export function pageLength(halls: number): number {
  const pages = Math.max(1, Math.ceil(halls / PAGE));
  return Math.ceil(halls / pages);
}

/** Return a moment as the clock of a hall shows it, with its day where that is not today. */
export function momentAt(at: number, timeZone: string, now: number): Text {
  const day = (moment: number): string => new Date(moment).toLocaleDateString("en-CA", { timeZone });
  const clock = clockTime(at, timeZone);
  if (day(at) === day(now)) return { zh: clock, en: clock };
  const on = (locale: string): string =>
    new Date(at).toLocaleDateString(locale, { timeZone, month: "short", day: "numeric", weekday: "short" });
  return { zh: `${on("zh-CN")} ${clock}`, en: `${on("en-GB")} ${clock}` };
}

/** Return what is said of the wait in an open hall. */
export function waitSaid({ wait }: HallOverview): Text {
  if (wait === null) return both("Wait not known");
  if (wait.high_min === 0) return both("No wait");
  if (wait.low_min === 0) return both("up to {high} min", { high: wait.high_min });
  return both("{low}-{high} min to wait", { low: wait.low_min, high: wait.high_min });
}

function timed(message: Sentence, time: Text): Text {
  return { zh: say("zh", message, { time: time.zh }), en: say("en", message, { time: time.en }) };
}

export class Wall {
  private told: Overview | null = null;
  private toldAt = performance.now();
  private page = 0;

  constructor(
    private readonly access: Access,
    private readonly named: string,
    private readonly at: Places,
    private readonly language: () => Language,
    private readonly letInAgain: () => Promise<void>,
  ) {
    document.body.classList.add("wall");
    at.halls.replaceChildren(element("ol", { id: "halls" }));
    at.title.replaceChildren(pair(both("Halls of the city at a glance")));
    document.title = both("Halls of the city at a glance").zh;
    window.addEventListener("resize", () => this.draw());
    void document.fonts.ready.then(() => this.draw());
    window.setInterval(() => {
      this.page += 1;
      this.draw();
    }, TURN_MS);
    void this.renew();
  }

  private async renew(): Promise<void> {
    window.setTimeout(() => void this.renew(), EACH_MS);
    try {
      const path = asked(this.named, this.access.center ?? "");
      const told = await ask<Overview>("GET", path, { language: this.language(), token: this.access.token });
      const first = this.told === null;
      this.told = told;
      if (first) runClock(this.at.clock, () => this.told?.halls[0]?.timezone ?? ZONE);
      this.toldAt = performance.now();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (problem.status === 401) await this.letInAgain();
    }
    this.draw();
  }

  private draw(): void {
    const told = this.told;
    if (told === null) return;
    const length = pageLength(told.halls.length);
    const pages = Math.max(1, Math.ceil(told.halls.length / Math.max(1, length)));
    const first = (this.page % pages) * length;
    const shown = told.halls.slice(first, first + length);
    const list = element("ol", { id: "halls", class: `of-${shown.length}` }, ...shown.map((each) => card(each)));
    redraw(this.at.halls, [list]);
    this.tell(told, pages, this.page % pages);
    fit([this.at.title]);
    for (const name of ["name", "does", "waits", "more"])
      fit([...this.at.halls.querySelectorAll<HTMLElement>(`.${name}`)]);
  }

  private tell(told: Overview, pages: number, page: number): void {
    const late = performance.now() - this.toldAt > LATE_MS;
    const time = clockTime(serverMoment(this.toldAt), told.halls[0]?.timezone ?? ZONE);
    const words = late
      ? both("As of {time}, connecting again", { time })
      : told.more > 0
        ? both("{count} more halls are not shown here.", { count: told.more })
        : both("Waits are those of somebody who takes a number now, over all matters of a hall.");
    const dots = Array.from({ length: pages > 1 ? pages : 0 }, (_, i) =>
      element("i", { class: i === page ? "on" : null }),
    );
    this.at.notice.className = late ? "late" : "";
    this.at.notice.replaceChildren(
      ...(late ? [icon(ICONS.cut)] : []),
      pair(words),
      element("span", { class: "pages", "aria-hidden": true }, ...dots),
    );
    fit([this.at.notice]);
  }
}

function card(hall: HallOverview): HTMLElement {
  const [words, sign] = WORDS[hall.state];
  return element(
    "li",
    { "data-center": hall.center, class: hall.state },
    element("h2", { class: "name" }, pair(hall.name)),
    element("p", { class: "does" }, icon(sign), pair(both(words))),
    element(
      "p",
      { class: "people" },
      element("span", { class: "count" }, String(hall.waiting)),
      pair(both("People waiting"), "pair label"),
    ),
    element("div", { class: "waits" }, ...middle(hall)),
    element("div", { class: "more" }, ...foot(hall)),
  );
}

/** Return what matters most of a hall as it is now: the wait, when it opens, or since when nothing is known of it. */
function middle(hall: HallOverview): HTMLElement[] {
  const now = serverNow();
  if (hall.state === "silent") {
    if (hall.heard_at === null) return [];
    return [
      pair(timed("Last heard from {time}", momentAt(Date.parse(hall.heard_at), hall.timezone, now)), "pair said"),
    ];
  }
  if (hall.state !== "open") {
    if (hall.opens_at === null) return [];
    return [pair(timed("Opens {time}", momentAt(Date.parse(hall.opens_at), hall.timezone, now)), "pair said")];
  }
  const said = [pair(waitSaid(hall), "pair said")];
  if (hall.longest === null || (hall.wait?.high_min ?? 0) === 0) return said;
  return [...said, element("span", { class: "longest" }, pair(both("Longest"), "pair label"), pair(hall.longest.name))];
}

function foot(hall: HallOverview): HTMLElement[] {
  const counters = element(
    "span",
    { class: "counters" },
    pair(both("Counters open"), "pair label"),
    element("span", { class: "strong" }, `${hall.counters_open}/${hall.counters}`),
  );
  if (hall.called === null) return [counters];
  const called = element(
    "span",
    { class: "last" },
    pair(both("Last called"), "pair label"),
    element("span", { class: "number strong" }, hall.called.number),
    icon(ICONS.arrow),
    place(hall.called.counter.name),
    element("span", { class: "at" }, clockTime(Date.parse(hall.called.at), hall.timezone)),
  );
  return [counters, called];
}
