/** The code of the hall, in a calm corner: whoever has booked, or comes with a number taken elsewhere, checks in by it. */

import { ask, Problem } from "#browser/asking.ts";
import { serverNow } from "#browser/clock.ts";
import { element } from "#browser/elements.ts";
import { Latest } from "#browser/latest.ts";
import type { Access, Center, HallCode, Language } from "#browser/wire.ts";
import { both, type Sentence } from "#browser/words.ts";
import { pair } from "./pair.ts";

const AGAIN_MS = 30_000;
/** The next code is asked for when it is there, however the clocks of page and server differ. */
const BEHIND_MS = 1500;
/** Light modules around a code, without which phones do not see it. */
const QUIET = 4;

/** Return the strokes of a QR code whose rows say `1` for each dark module. */
export function strokes(rows: readonly string[]): string {
  return rows
    .flatMap((row, y) =>
      Array.from(row.matchAll(/1+/g), ({ 0: run, index }) => `M${index} ${y}h${run.length}v1h-${run.length}z`),
    )
    .join("");
}

/** Return what to ask of those who need the code: of whoever has booked, or came with a number; null where nobody does. */
export function forWhom(center: Pick<Center, "services" | "takes_remote">): Sentence | null {
  const booked = center.services.some((each) => each.booked);
  if (center.takes_remote) return booked ? "Booked, or a number from your phone?" : "A number from your phone?";
  return booked ? "Booked a time?" : null;
}

export class HallCodeCorner {
  private readonly asking = new Latest();
  private timer = 0;
  private until = 0;
  /** What is asked of whoever passes by; null where nobody needs the code. */
  private asks: Sentence | null = null;

  constructor(
    private readonly place: HTMLElement,
    private readonly access: Access,
    private readonly language: () => Language,
    private readonly onShown: () => void,
  ) {}

  /** Show the code to whoever may need it, unless this screen was told not to. */
  show(center: Center): void {
    const wanted = new URLSearchParams(location.search).get("code") !== "off";
    const asks = wanted ? forWhom(center) : null;
    if (asks === this.asks) return;
    this.asks = asks;
    if (asks !== null) void this.look();
    else this.clear();
  }

  private async look(): Promise<void> {
    const newest = this.asking.asks();
    clearTimeout(this.timer);
    const path = `/centers/${encodeURIComponent(this.access.center ?? "")}/hall-code`;
    try {
      const told = await ask<HallCode>("GET", path, { language: this.language(), token: this.access.token });
      if (!newest() || this.asks === null) return;
      this.draw(told);
      this.until = Date.parse(told.until);
      this.again(Math.max(this.until - serverNow(), 0) + BEHIND_MS);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (!newest() || this.asks === null) return;
      // What nobody is let in with any more is not shown.
      if (serverNow() > this.until) this.place.replaceChildren();
      this.again(AGAIN_MS);
    }
  }

  private again(ms: number): void {
    this.timer = window.setTimeout(() => void this.look(), ms);
  }

  private clear(): void {
    clearTimeout(this.timer);
    this.place.replaceChildren();
    document.body.classList.remove("coded");
    this.onShown();
  }

  private draw(told: HallCode): void {
    const space = "http://www.w3.org/2000/svg";
    const size = told.rows.length;
    const drawing = document.createElementNS(space, "svg");
    drawing.setAttribute("viewBox", `${-QUIET} ${-QUIET} ${size + 2 * QUIET} ${size + 2 * QUIET}`);
    drawing.setAttribute("data-address", told.address);
    drawing.setAttribute("shape-rendering", "crispEdges");
    const path = document.createElementNS(space, "path");
    path.setAttribute("d", strokes(told.rows));
    drawing.append(path);
    const words = element(
      "p",
      {},
      ...(this.asks === null ? [] : [pair(both(this.asks), "pair asks")]),
      pair(both("Scan to check in"), "pair does"),
    );
    this.place.replaceChildren(drawing, words);
    document.body.classList.add("coded");
    this.onShown();
  }
}
