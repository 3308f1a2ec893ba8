/** The hall's voice: one call after the other, never two at once. */

import { pageNow } from "#browser/clock.ts";
import type { Call } from "#browser/wire.ts";
import { counterNumber } from "./place.ts";

const LONGEST_MS = 60_000;
const SPARE_MS = 3000;
/** Calls kept to be looked at: a screen runs for months. */
const KEPT = 200;
/** Any call: it is begun and stopped without a sound, which a browser allows or forbids like a loud one. */
const ANY = "voice.wav?number=A001";

export interface Spoken {
  readonly number: string;
  /** The address of its sound. */
  readonly wav: string;
  /** When it began, in ms since the epoch. */
  readonly at: number;
  /** When it ended; null while it is being said. */
  until: number | null;
}

export class Speech {
  readonly spoken: Spoken[] = [];
  private queue: Call[] = [];
  private speaking = false;
  private blocked = false;
  private saying: { readonly ticket: string; readonly stop: () => void } | null = null;

  /** `still` tells the state of a ticket now; `onBlocked` whether the browser waits for a touch before it may sound. */
  constructor(
    private readonly still: (call: Call) => boolean,
    private readonly onBlocked: (blocked: boolean) => void,
  ) {
    for (const kind of ["pointerdown", "keydown"]) window.addEventListener(kind, () => this.unblock());
  }

  /** Find out before the first call whether the browser lets this page sound; else it is said on the screen. */
  async prove(): Promise<void> {
    const silence = new Audio(ANY);
    silence.volume = 0;
    try {
      await silence.play();
      silence.pause();
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== "NotAllowedError") return;
      this.blocked = true;
      this.onBlocked(true);
    }
  }

  /** Say `call` when its turn comes; the same ticket called again keeps its turn. */
  say(call: Call): void {
    const turn = this.queue.findIndex((other) => other.ticket.id === call.ticket.id);
    if (turn >= 0) this.queue[turn] = call;
    else this.queue.push(call);
    void this.speak();
  }

  /** Say nothing more of `ticket`, whose call was taken back: not what waits its turn, and not the rest of what is said. */
  takeBack(ticket: string): void {
    this.queue = this.queue.filter((call) => call.ticket.id !== ticket);
    if (this.saying?.ticket === ticket) this.saying.stop();
  }

  private async speak(): Promise<void> {
    if (this.speaking || this.blocked) return;
    this.speaking = true;
    for (let call = this.queue.shift(); call !== undefined; call = this.queue.shift()) {
      // Whoever sits at the counter already, or was given up, is not called any more.
      if (!this.still(call)) continue;
      if ((await this.play(call)) === "blocked") {
        this.queue.unshift(call);
        this.blocked = true;
        this.onBlocked(true);
        break;
      }
    }
    this.speaking = false;
  }

  private play(call: Call): Promise<"said" | "blocked" | "failed"> {
    const counter = counterNumber(call.counter.name);
    const place = counter === null ? "" : `&counter=${counter}`;
    const sound = new Audio(`voice.wav?number=${call.ticket.number}${place}`);
    const entry: Spoken = { number: call.ticket.number, wav: sound.src, at: pageNow(), until: null };
    return new Promise((resolve) => {
      // A device that is pulled out never ends its sound; the next call must come all the same.
      let patience = window.setTimeout(() => end("failed"), LONGEST_MS);
      let begun = false;
      const end = (how: "said" | "blocked" | "failed"): void => {
        clearTimeout(patience);
        sound.onended = sound.onerror = sound.onplaying = null;
        sound.pause();
        entry.until = pageNow();
        this.saying = null;
        resolve(how);
      };
      this.saying = { ticket: call.ticket.id, stop: () => end("said") };
      sound.onplaying = () => {
        if (begun) return;
        begun = true;
        clearTimeout(patience);
        patience = window.setTimeout(() => end("failed"), Math.min(sound.duration * 1000 + SPARE_MS, LONGEST_MS));
        this.spoken.push(Object.assign(entry, { at: pageNow() }));
        this.spoken.splice(0, this.spoken.length - KEPT);
      };
      sound.onended = () => end("said");
      sound.onerror = () => end("failed");
      sound.play().catch((error: unknown) => {
        end(error instanceof DOMException && error.name === "NotAllowedError" ? "blocked" : "failed");
      });
    });
  }

  private unblock(): void {
    if (!this.blocked) return;
    this.blocked = false;
    this.onBlocked(false);
    void this.speak();
  }
}
