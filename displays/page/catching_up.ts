/** After a cut: what was told meanwhile is caught up with before anything is shown or said as new. */

const QUIET_MS = 1500;

interface Journal {
  readonly seq: number;
}

export class CatchingUp {
  private until: number | null = null;
  private cut = false;
  private turn = 0;
  private timer = 0;
  private begun = false;

  /** `newest` asks how far the journal goes now; `known` tells how far this page knows it. */
  constructor(
    private readonly newest: () => Promise<Journal>,
    private readonly known: () => number | null,
    private readonly onEnd: () => void,
  ) {}

  /** Whether what comes now is of the time of the cut. */
  get on(): boolean {
    return this.cut;
  }

  /** The socket opened, or was lost; the first opening is no cut. */
  link(open: boolean): void {
    if (!open) {
      this.cut = this.begun;
      this.until = null;
      this.turn += 1;
      clearTimeout(this.timer);
      return;
    }
    this.begun = true;
    if (this.cut) void this.ask(++this.turn);
  }

  /** Something was told: it may be the last of what was missed. */
  heard(): void {
    if (!this.cut) return;
    this.wait();
    this.look();
  }

  private async ask(turn: number): Promise<void> {
    this.wait();
    try {
      const { seq } = await this.newest();
      if (turn !== this.turn) return;
      this.until = seq;
    } catch {
      // Nobody answers: once nothing more is told for a while, that was all.
      return;
    }
    this.look();
  }

  private wait(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.end(), QUIET_MS);
  }

  private look(): void {
    if (this.until !== null && (this.known() ?? -1) >= this.until) this.end();
  }

  private end(): void {
    if (!this.cut) return;
    this.cut = false;
    this.until = null;
    clearTimeout(this.timer);
    this.onEnd();
  }
}
