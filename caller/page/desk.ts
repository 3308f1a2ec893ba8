/** The clerk's own counter: every verb is asked of the server once, under one key, until its outcome is known. */

import { ask, newKey, Problem } from "#browser/asking.ts";
import type { Access, Counter, Language } from "#browser/wire.ts";

const TRIES = 5;
const PAUSE_MS = 600;
const LOOK_AGAIN_MS = 2000;
/** What a console is told that is not let in any more. */
const REFUSED: readonly string[] = ["token_unknown", "token_scope", "desk_sign_in_needed"];

export interface Watching {
  onCounter(counter: Counter): void;
  onBusy(busy: boolean): void;
  onTrouble(problem: Problem | null): void;
  onRefused(code: string): void;
  /** Return what became of a ticket as the hall knows it, or null. */
  outcome(ticket: string): string | null;
}

export class Desk {
  counter: Counter | null = null;
  private busy = false;
  /** Whether something happened while a verb was on its way: what that is answered may be older. */
  private wanted = false;
  private looked = 0;
  private cut = false;
  /** Whether the ticket shown left this counter's hands elsewhere, so that only the hall knows what it came to. */
  private left = false;
  private again = 0;

  constructor(
    private readonly access: Access,
    private readonly language: () => Language,
    private readonly watching: Watching,
  ) {}

  private get path(): string {
    return `/counters/${encodeURIComponent(this.access.counter ?? "")}`;
  }

  /** Learn how the counter is now; another device may have worked at it. */
  async look(): Promise<void> {
    this.wanted = this.busy;
    if (this.busy) return;
    const turn = ++this.looked;
    try {
      const counter = await ask<Counter>("GET", this.path, { language: this.language(), token: this.access.token });
      // A verb that was pressed meanwhile knows better.
      if (turn !== this.looked) return;
      if (this.cut) this.watching.onTrouble(null);
      this.cut = false;
      this.learn(counter);
    } catch (problem) {
      this.fail(problem);
    }
  }

  /** Do `verb`, with the `words` that it needs. */
  async do(verb: string, words: Readonly<Record<string, unknown>> = {}): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.looked += 1;
    this.watching.onBusy(true);
    this.watching.onTrouble(null);
    try {
      const counter = await this.insist(`${this.path}/${verb}`, words);
      this.watching.onTrouble(null);
      // What was taken back is seen no longer, as if it had never been.
      if (verb === "undo") this.counter = null;
      this.learn(counter);
    } catch (problem) {
      this.fail(problem);
    }
    this.busy = false;
    this.watching.onBusy(false);
    if (this.wanted) await this.look();
  }

  private async insist(path: string, body: Readonly<Record<string, unknown>>): Promise<Counter> {
    const key = newKey();
    for (let tries = 1; ; tries += 1) {
      try {
        return await ask<Counter>("POST", path, { language: this.language(), token: this.access.token, key, body });
      } catch (problem) {
        if (!(problem instanceof Problem) || !problem.passing || tries === TRIES) throw problem;
        if (problem.code === "unreachable") this.watching.onTrouble(problem);
        await new Promise((resolve) => window.setTimeout(resolve, PAUSE_MS * tries));
      }
    }
  }

  private learn(counter: Counter): void {
    // Looking gives only what is in hand; what was just finished or missed stays to be seen until the next call.
    const last = this.counter?.ticket ?? null;
    const stays = counter.ticket === null && last !== null;
    this.left = stays && (this.left || last.state === "called" || last.state === "serving");
    this.counter = stays ? { ...counter, ticket: last } : counter;
    this.settle();
    this.watching.onCounter(this.counter);
  }

  private fail(problem: unknown): void {
    if (!(problem instanceof Problem)) throw problem;
    if (REFUSED.includes(problem.code)) this.watching.onRefused(problem.code);
    else this.watching.onTrouble(problem);
    if (!problem.passing) return;
    this.cut = true;
    clearTimeout(this.again);
    this.again = window.setTimeout(() => void this.look(), LOOK_AGAIN_MS);
  }

  /** Say of a ticket that left what the hall says of it; the socket may tell that later than the counter does. */
  settle(): void {
    const { counter } = this;
    if (!this.left || !counter?.ticket) return;
    const outcome = this.watching.outcome(counter.ticket.id);
    // Held, or sent on, by another device: it is no call any more.
    const state = outcome === "missed" ? outcome : "finished";
    this.counter = { ...counter, ticket: outcome === null ? null : { ...counter.ticket, state } };
  }
}
