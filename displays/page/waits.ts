/** What may be said of each line's wait: asked for now and then while somebody waits, forgotten when it is old. */

import type { Wait, WaitAnswer } from "#browser/wire.ts";

const EACH_MS = 60_000;
const SOON_MS = 2_000;
/** What was learned longer ago is said no more. */
const OLD_MS = 150_000;

export class Waits {
  private told: ReadonlyMap<string, Wait> = new Map();
  private timer = 0;

  /** `ask` asks for all lines; `worth` says whether anybody waits; `onNews` draws; `chance` spreads screens apart. */
  constructor(
    private readonly ask: () => Promise<readonly WaitAnswer[]>,
    private readonly worth: () => boolean,
    private readonly onNews: () => void,
    private readonly chance: () => number = Math.random,
  ) {
    this.later(SOON_MS);
  }

  /** Return what is said of a line; nothing where a counter is free for it, or nothing may be said. */
  of(service: string): Wait | null {
    return this.told.get(service) ?? null;
  }

  private later(ms: number): void {
    window.setTimeout(() => void this.renew(), ms * (0.75 + this.chance() / 2));
  }

  private async renew(): Promise<void> {
    this.later(EACH_MS);
    try {
      this.learn(this.worth() ? await this.ask() : []);
    } catch {
      // The next time; what is known grows old meanwhile.
    }
  }

  private learn(answers: readonly WaitAnswer[]): void {
    clearTimeout(this.timer);
    this.told = new Map(
      answers.flatMap(({ service, at_once, wait }) => (wait === null || at_once ? [] : [[service, wait] as const])),
    );
    if (this.told.size > 0) this.timer = window.setTimeout(() => this.learn([]), OLD_MS);
    this.onNews();
  }
}
