/** A page without a token shows a code; once an administrator has typed it in, the page fetches its token. */

import { ask, Problem } from "./asking.ts";
import { element } from "./elements.ts";
import { qrCode } from "./qr.ts";
import type { Access, Language, PairingBegun, PairingNow } from "./wire.ts";
import { say } from "./words.ts";

export type PairedScope = "counter" | "display";
/** An address is given five codes a minute: whoever got none asks again when there may be one. */
const AGAIN_MS = 20_000;

export class Pairing {
  private begun: PairingBegun | null = null;
  private place: HTMLElement | null = null;
  private language: Language = "zh";
  private timer = 0;
  private wakes: (() => void) | null = null;
  private ended = false;

  /** Ask to be let in as a `scope` from now on; `onPaired` hears what the page may open. */
  constructor(
    private readonly scope: PairedScope,
    private readonly onPaired: (access: Access) => void,
  ) {
    void this.run();
  }

  /** Show the code in `place`, from now on. */
  show(place: HTMLElement, language: Language): void {
    this.place = place;
    this.language = language;
    this.draw();
  }

  stop(): void {
    this.ended = true;
    clearTimeout(this.timer);
    this.wakes?.();
  }

  private async run(): Promise<void> {
    while (!this.ended) {
      this.begun = await this.begin();
      this.draw();
      if (this.begun === null) await this.pause(AGAIN_MS);
      else await this.fetched(this.begun);
    }
  }

  private async begin(): Promise<PairingBegun | null> {
    try {
      return await ask<PairingBegun>("POST", "/pairings", { language: this.language, body: { scope: this.scope } });
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      return null;
    }
  }

  /** Ask for the token until it is there, or the code is over. */
  private async fetched(begun: PairingBegun): Promise<void> {
    for (;;) {
      await this.pause(begun.interval * 1000);
      if (this.ended) return;
      try {
        const body = { device_code: begun.device_code };
        const { access } = await ask<PairingNow>("POST", "/pairings/token", { language: this.language, body });
        if (access === null) continue;
        this.stop();
        this.onPaired(access);
        return;
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        if (problem.code === "pairing_over") return;
      }
    }
  }

  private pause(ms: number): Promise<void> {
    return new Promise((wakes) => {
      this.wakes = wakes;
      this.timer = window.setTimeout(wakes, ms);
    });
  }

  private draw(): void {
    const { begun, place, language } = this;
    if (place === null || this.ended) return;
    if (begun === null) {
      place.replaceChildren(
        element("p", { class: "help" }, say(language, "A code comes as soon as the server answers.")),
      );
      return;
    }
    const address = `${begun.address}?code=${begun.code}`;
    place.replaceChildren(
      element("h2", {}, say(language, "Pair this device")),
      qrCode(begun.rows, address),
      element("p", { class: "pairing-code", translate: "no" }, begun.code),
      element("p", { class: "help" }, say(language, "An administrator scans this, or types the code here:")),
      element("p", { class: "pairing-address", translate: "no" }, begun.address),
    );
  }
}
