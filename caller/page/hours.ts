/** The hours of the hall for whoever works there, and from November on that next year's holidays are not written. */

import { serverNow } from "#browser/clock.ts";
import { element, icon, ICONS } from "#browser/elements.ts";
import { HoursWatch } from "#browser/hours.ts";
import { redraw } from "#browser/redrawing.ts";
import type { Center, Language } from "#browser/wire.ts";
import { say } from "#browser/words.ts";

const SEEN = "banshi-calendar-seen";

export class HoursPanel {
  private readonly watch: HoursWatch;
  private center: Center | null = null;

  /** `place` tells the hours, `banner` what is missing; `again` asks for the center anew. */
  constructor(
    private readonly place: HTMLElement,
    private readonly banner: HTMLElement,
    private readonly storage: Storage,
    private readonly language: () => Language,
    again: () => void,
  ) {
    this.watch = new HoursWatch(again);
  }

  /** The center was asked for anew. */
  learn(center: Center): void {
    this.watch.until(center.hours_now ?? null);
  }

  show(center: Center | null): void {
    this.center = center;
    const language = this.language();
    const told = center?.hours_now ?? null;
    this.place.className = told?.stands ?? "";
    const lines = told === null ? [] : [told.says, ...(told.then === null ? [] : [told.then])];
    redraw(
      this.place,
      lines.map((line, at) => element(at === 0 ? "b" : "span", {}, line[language])),
    );
    this.place.title = this.today();
    redraw(this.banner, this.missing());
    const seen = this.banner.querySelector("button");
    if (seen !== null)
      seen.onclick = () => {
        this.storage.setItem(SEEN, this.mark());
        this.show(this.center);
      };
  }

  /** All hours of this day, in one line. */
  private today(): string {
    const spans = (this.center?.today ?? []).map(({ opens, closes }) => `${opens}-${closes}`);
    if (spans.length === 0) return "";
    const language = this.language();
    return say(language, "Today: {hours}", { hours: spans.join(say(language, ", ")) });
  }

  /** Which year was seen to be missing on which day: it is said once a day. */
  private mark(): string {
    const { calendar_missing: year, timezone: timeZone } = this.center ?? {};
    const day = new Date(serverNow()).toLocaleDateString("en-CA", timeZone === undefined ? {} : { timeZone });
    return `${day} ${year ?? ""}`;
  }

  private missing(): readonly Node[] {
    const year = this.center?.calendar_missing ?? null;
    if (year === null || this.storage.getItem(SEEN) === this.mark()) return [];
    const language = this.language();
    const command = `banshi calendar import --year ${year}`;
    return [
      element(
        "p",
        {},
        icon(ICONS.alert),
        element(
          "b",
          {},
          say(language, "The holidays of {year} are not written yet: tell your administrator.", { year }),
        ),
        element("span", {}, say(language, "They import them: {command}", { command })),
        element("button", { type: "button" }, say(language, "Seen")),
      ),
    ];
  }
}
