/** The code of the hall, in a calm corner: whoever has booked, or comes with a number taken elsewhere, checks in by it. */

import { ask, Problem } from "#browser/asking.ts";
import { serverNow } from "#browser/clock.ts";
import { element } from "#browser/elements.ts";
import { Latest } from "#browser/latest.ts";
import { qrCode } from "#browser/qr.ts";
import type { Access, Center, HallCode, Language } from "#browser/wire.ts";
import { both, type Sentence } from "#browser/words.ts";
import { pair } from "./pair.ts";

const AGAIN_MS = 30_000;
/** The next code is asked for when it is there, however the clocks of page and server differ. */
const BEHIND_MS = 1500;
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
    const words = element(
      "p",
      {},
      ...(this.asks === null ? [] : [pair(both(this.asks), "pair asks")]),
      pair(both("Scan to check in"), "pair does"),
    );
    this.place.replaceChildren(qrCode(told.rows, told.address), words);
    document.body.classList.add("coded");
    this.onShown();
  }
}
