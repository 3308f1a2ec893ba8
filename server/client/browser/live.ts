/** Following one center over the live socket: what was missed first, then every event, across every cut. */

import type { Access, Frame, Hello, Pulse } from "./wire.ts";
import { isPulse, isSnapshot } from "./wire.ts";

const PROTOCOL = 1;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
const REFUSED = 1008;
const MOVED_AFTER = 3;
/** Between two sockets at least, whoever asks for them. */
const AT_LEAST_MS = 400;

export interface Following {
  /** Called with each snapshot and event, in the order of their seq, none twice. */
  onFrame(frame: Frame): void;
  /** Called with whatever shows that the socket lives and nothing was missed. */
  onAlive(): void;
  /** Called when the socket opens or is lost. */
  onLink(open: boolean): void;
  /** Called when the server does not let this token in; following has ended then. */
  onRefused(code: string): void;
  /** Called when the socket did not open several times in a row: it may have moved. */
  onUnopened?(): void;
}

export class Live {
  private socket: WebSocket | null = null;
  private pause = FIRST_PAUSE_MS;
  private timer = 0;
  private ended = false;
  private opened = -Infinity;
  private unopened = 0;
  /** How far the journal is known: its epoch, and the last seq of that; null before the first snapshot. */
  private known: { readonly epoch: number; readonly seq: number } | null = null;

  constructor(
    private readonly access: Access,
    private readonly center: string,
    private readonly following: Following,
  ) {
    window.addEventListener("online", () => this.again());
    this.open();
  }

  /** The seq up to which everything is known; null before the first snapshot. */
  get seq(): number | null {
    return this.known?.seq ?? null;
  }

  /** The journal that `seq` counts in; null before the first snapshot. */
  get epoch(): number | null {
    return this.known?.epoch ?? null;
  }

  /** Come back at once: the network returned, or what the server tells elsewhere shows that this socket is dead. */
  again(): void {
    if (this.ended) return;
    clearTimeout(this.timer);
    this.drop();
    // Many may ask at once, and each answer may ask again: one socket at a time, and not one after the other.
    const wait = this.opened + AT_LEAST_MS - performance.now();
    if (wait > 0) this.timer = window.setTimeout(() => this.open(), wait);
    else this.open();
  }

  private open(): void {
    if (this.ended) return;
    this.opened = performance.now();
    let begun = false;
    const socket = new WebSocket(this.access.live);
    this.socket = socket;
    socket.onopen = () => {
      begun = true;
      this.unopened = 0;
      const after = this.known === null ? {} : { [this.center]: this.known };
      const { token } = this.access;
      const hello: Hello = { type: "hello", protocol: PROTOCOL, token, follow: [this.center], after, pulses: true };
      socket.send(JSON.stringify(hello));
      this.following.onLink(true);
    };
    socket.onmessage = (message: MessageEvent<string>) => {
      this.pause = FIRST_PAUSE_MS;
      this.take(JSON.parse(message.data) as Frame | Pulse);
    };
    socket.onclose = (closing) => {
      if (socket !== this.socket) return;
      this.drop();
      if (closing.code === REFUSED && (closing.reason === "token_unknown" || closing.reason === "token_scope")) {
        this.ended = true;
        this.following.onRefused(closing.reason);
        return;
      }
      this.unopened += begun ? 0 : 1;
      if (this.unopened % MOVED_AFTER === MOVED_AFTER - 1) this.following.onUnopened?.();
      // Jitter, so that a hall's screens do not all come back in the same moment after a restart.
      this.timer = window.setTimeout(() => this.open(), this.pause * (0.5 + Math.random()));
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
    };
  }

  private take(frame: Frame | Pulse): void {
    if (frame.center !== this.center) return;
    const epoch = frame.epoch ?? 1;
    if (isPulse(frame)) {
      if (this.known === null) return;
      if (epoch === this.known.epoch && frame.seq === this.known.seq) this.following.onAlive();
      else this.again();
      return;
    }
    if (!isSnapshot(frame) && this.known !== null) {
      const sameJournal = epoch === this.known.epoch;
      if (sameJournal && frame.seq <= this.known.seq) return;
      if (!sameJournal || frame.seq !== this.known.seq + 1) {
        this.again();
        return;
      }
    }
    this.known = { epoch, seq: frame.seq };
    this.following.onAlive();
    this.following.onFrame(frame);
  }

  private drop(): void {
    const socket = this.socket;
    this.socket = null;
    socket?.close();
    this.following.onLink(false);
  }
}
