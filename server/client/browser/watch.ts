/** Whether what a page shows is still true: a socket can be dead long before the browser notices. */

import type { Live } from "./live.ts";

const QUIET_MS = 10_000;
const LATE_MS = 5000;

export class Watch {
  private verified = performance.now();
  private linked = false;
  private asking = false;

  /** `newest` asks the server over HTTP for the newest seq of the center; it fails when nobody answers. */
  constructor(
    private readonly live: () => Live | null,
    private readonly newest: () => Promise<number>,
    /** Hears since when (by `performance.now()`) nothing is sure any more, or null while all is well. */
    private readonly onLate: (since: number | null) => void,
  ) {
    setInterval(() => this.look(), 1000);
  }

  /** Something came over the socket: all is well up to now. */
  heard(): void {
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
    try {
      const newest = await this.newest();
      const live = this.live();
      // What was told over HTTP may still be on its way over the socket, but not for a whole round of waiting.
      if (live !== null && (live.seq ?? 0) < newest && performance.now() - this.verified > 2 * QUIET_MS) live.again();
      else if (live !== null && live.seq === newest) this.heard();
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
