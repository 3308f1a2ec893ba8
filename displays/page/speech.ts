/** The hall's voice: one call after the other, never two at once. */

import { pageNow } from "#browser/clock.ts";
import type { Call, Text } from "#browser/wire.ts";
import { counterNumber } from "./place.ts";

const LONGEST_MS = 60_000;
const SPARE_MS = 3000;
/** Calls kept to be looked at: a screen runs for months. */
const KEPT = 200;
/** Any call: it is begun and stopped without a sound, which a browser allows or forbids like a loud one. */
const ANY = "voice.wav?number=A001";
const TURN_MS = 500;

export interface Spoken {
  readonly number: string;
  /** The address of its sound. */
  readonly wav: string;
  /** When it began, in ms since the epoch. */
  readonly at: number;
  /** When it ended; null while it is being said. */
  until: number | null;
}

/** What is to be said of a call: that it is one, or where its ticket goes for the next step. */
interface Turn {
  readonly call: Call;
  readonly to: Text;
  readonly onward: boolean;
}

export class Speech {
  readonly spoken: Spoken[] = [];
  private queue: Turn[] = [];
  private speaking = false;
  private blocked = false;
  private saying: { readonly ticket: string; readonly stop: () => void } | null = null;

  /** `still` tells whether what is said of a call holds now; `onBlocked` whether the browser waits for a touch. */
  constructor(
    private readonly still: (call: Call, onward: boolean) => boolean,
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
    this.queueUp({ call, to: call.counter.name, onward: false });
  }

  /** Say that the ticket of `call` goes to `to` for its next step, once nobody is to be called. */
  sayOnward(call: Call, to: Text): void {
    this.queueUp({ call, to, onward: true });
  }

  /** Say a call of nobody, once it is nobody's turn; tell whether it was heard to its end. */
  async tryOut(): Promise<"spoken" | "muted" | "not_spoken"> {
    while (this.speaking && !this.blocked) await new Promise((over) => window.setTimeout(over, TURN_MS));
    if (this.blocked) return "muted";
    this.speaking = true;
    const how = await this.sound(ANY, "", "");
    this.speaking = false;
    void this.speak();
    return ({ said: "spoken", blocked: "muted", failed: "not_spoken" } as const)[how];
  }

  private queueUp(turn: Turn): void {
    const at = this.queue.findIndex((other) => other.call.ticket.id === turn.call.ticket.id);
    if (at >= 0) this.queue[at] = turn;
    else this.queue.push(turn);
    void this.speak();
  }

  /** Take out whose turn it is: whoever is called goes before whoever only learns where to wait. */
  private next(): Turn | undefined {
    const at = this.queue.findIndex((turn) => !turn.onward);
    return at < 0 ? this.queue.shift() : this.queue.splice(at, 1)[0];
  }

  /** Say nothing more of `ticket`, whose call was taken back: not what waits its turn, and not the rest of what is said. */
  takeBack(ticket: string): void {
    this.queue = this.queue.filter(({ call }) => call.ticket.id !== ticket);
    if (this.saying?.ticket === ticket) this.saying.stop();
  }

  private async speak(): Promise<void> {
    if (this.speaking || this.blocked) return;
    this.speaking = true;
    for (let turn = this.next(); turn !== undefined; turn = this.next()) {
      // Whoever sits at the counter already, or was given up, is not called any more.
      if (!this.still(turn.call, turn.onward)) continue;
      if ((await this.play(turn)) === "blocked") {
        this.queue.unshift(turn);
        this.blocked = true;
        this.onBlocked(true);
        break;
      }
    }
    this.speaking = false;
  }

  private play({ call, to, onward }: Turn): Promise<"said" | "blocked" | "failed"> {
    const counter = counterNumber(to);
    const place = counter === null ? "" : `&counter=${counter}`;
    const address = `voice.wav?number=${call.ticket.number}${place}${onward ? "&onward=1" : ""}`;
    return this.sound(address, call.ticket.number, call.ticket.id);
  }

  private sound(address: string, number: string, ticket: string): Promise<"said" | "blocked" | "failed"> {
    const sound = new Audio(address);
    const entry: Spoken = { number, wav: sound.src, at: pageNow(), until: null };
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
      this.saying = { ticket, stop: () => end("said") };
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
