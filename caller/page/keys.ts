/** Keys of a person, told apart from those of a scanner and of a hand that lies on the board. */

const BURST_MS = 60;
/** Slower than any scanner, faster than any two fingers that mean two verbs. */
const SILENCE_MS = 150;

export interface Stroke {
  readonly key: string;
  readonly repeat: boolean;
}

export class Keys {
  private last = -Infinity;
  private burst = false;
  private waiting = "";
  private timer = 0;
  private scanned = "";

  /** `onKey` hears a single key, in lower case; `onScan` all that a scanner wrote in one go, without its Enter. */
  constructor(
    private readonly onKey: (key: string) => void,
    private readonly onScan: (text: string) => void,
  ) {}

  /** Take a stroke, and tell whether it is one of many; what a single one was is known a moment later. */
  take(stroke: Stroke): boolean {
    // A key that is held has done what it does.
    if (stroke.repeat) {
      this.last = performance.now();
      return true;
    }
    const now = performance.now();
    const close = now - this.last < (this.burst ? SILENCE_MS : BURST_MS);
    this.last = now;
    clearTimeout(this.timer);
    if (close) {
      this.burst = true;
      this.scanned += text(this.waiting) + text(stroke.key);
      this.waiting = "";
      this.timer = window.setTimeout(() => this.end(), SILENCE_MS);
      return true;
    }
    this.flush();
    this.waiting = stroke.key;
    this.timer = window.setTimeout(() => this.end(), BURST_MS);
    return false;
  }

  private end(): void {
    const { scanned } = this;
    this.burst = false;
    this.scanned = "";
    if (scanned !== "") this.onScan(scanned);
    this.flush();
  }

  private flush(): void {
    const { waiting } = this;
    this.waiting = "";
    if (waiting !== "") this.onKey(waiting.toLowerCase());
  }
}

function text(key: string): string {
  return key.length === 1 ? key : "";
}
