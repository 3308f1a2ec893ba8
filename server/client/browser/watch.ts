/** Whether what a page shows is still true: a socket can be dead long before the browser notices. */

import type { Live } from "./live.ts";

const QUIET_MS = 10_000;
const LATE_MS = 5000;

export class Watch {
  private verified = performance.now();
  private linked = false;
  private asking = false;
  /** How far the page was when the server was found to be further. */
  private behind: number | null = null;

  /** `newest` asks the server over HTTP how far the center's journal goes; it fails when nobody answers. */
  constructor(
    private readonly live: () => Live | null,
    private readonly newest: () => Promise<{ readonly seq: number; readonly epoch?: number }>,
    /** Hears since when (by `performance.now()`) nothing is sure any more, or null while all is well. */
    private readonly onLate: (since: number | null) => void,
  ) {
    setInterval(() => this.look(), 1000);
  }

  /** Something came over the socket, a pulse at least: all is well up to now. */
  heard(): void {
    this.behind = null;
    this.verified = performance.now();
    this.tell();
  }

  link(open: boolean): void {
    if (this.linked && !open) this.verified = performance.now();
    this.linked = open;
    this.tell();
  }

  private look(): void {
    if (this.linked && performance.now() - this.verified > QUIET_MS && !this.asking) void this.ask();
    this.tell();
  }

  private async ask(): Promise<void> {
    this.asking = true;
    const before = this.live()?.seq;
    try {
      const { seq, epoch } = await this.newest();
      const live = this.live();
      // What came over the socket meanwhile is newer than this answer, and shows that the socket lives.
      if (live === null || live.seq !== before) return;
      const sameJournal = live.epoch === null || (epoch ?? 1) === live.epoch;
      if (sameJournal && live.seq === seq) this.heard();
      // What was told over HTTP may still be on its way over the socket, but not for a whole round of asking.
      else if (!sameJournal || (live.seq ?? 0) > seq || this.behind === live.seq) {
        this.behind = null;
        live.again();
      } else this.behind = live.seq;
    } catch {
      this.live()?.again();
    } finally {
      this.asking = false;
    }
  }

  private tell(): void {
    const late = !this.linked && performance.now() - this.verified > LATE_MS;
    this.onLate(late ? this.verified : null);
  }
}
