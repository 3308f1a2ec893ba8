/** Following one center over the live socket: what was missed first, then every event, across every cut. */

import type { Access, Frame, Hello } from "./wire.ts";
import { isSnapshot } from "./wire.ts";

const PROTOCOL = 1;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
const REFUSED = 1008;

export interface Following {
  /** Called with each snapshot and event, in the order of their seq, none twice. */
  onFrame(frame: Frame): void;
  /** Called when the socket opens or is lost. */
  onLink(open: boolean): void;
  /** Called when the server does not let this token in; following has ended then. */
  onRefused(code: string): void;
}

export class Live {
  private socket: WebSocket | null = null;
  private pause = FIRST_PAUSE_MS;
  private timer = 0;
  private ended = false;
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

  /** Come back at once: the network returned, or what the server tells elsewhere shows that this socket is dead. */
  again(): void {
    clearTimeout(this.timer);
    this.pause = FIRST_PAUSE_MS;
    this.drop();
    this.open();
  }

  private open(): void {
    if (this.ended) return;
    const socket = new WebSocket(this.access.live);
    this.socket = socket;
    socket.onopen = () => {
      const after = this.known === null ? {} : { [this.center]: this.known };
      const { token } = this.access;
      const hello: Hello = { type: "hello", protocol: PROTOCOL, token, follow: [this.center], after };
      socket.send(JSON.stringify(hello));
      this.following.onLink(true);
    };
    socket.onmessage = (message: MessageEvent<string>) => {
      this.pause = FIRST_PAUSE_MS;
      this.take(JSON.parse(message.data) as Frame);
    };
    socket.onclose = (closing) => {
      if (socket !== this.socket) return;
      this.drop();
      if (closing.code === REFUSED && (closing.reason === "token_unknown" || closing.reason === "token_scope")) {
        this.ended = true;
        this.following.onRefused(closing.reason);
        return;
      }
      // Jitter, so that a hall's screens do not all come back in the same moment after a restart.
      this.timer = window.setTimeout(() => this.open(), this.pause * (0.5 + Math.random()));
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
    };
  }

  private take(frame: Frame): void {
    if (frame.center !== this.center) return;
    const epoch = frame.epoch ?? 1;
    if (!isSnapshot(frame) && this.known !== null) {
      const sameJournal = epoch === this.known.epoch;
      if (sameJournal && frame.seq <= this.known.seq) return;
      if (!sameJournal || frame.seq !== this.known.seq + 1) {
        this.again();
        return;
      }
    }
    this.known = { epoch, seq: frame.seq };
    this.following.onFrame(frame);
  }

  private drop(): void {
    const socket = this.socket;
    this.socket = null;
    socket?.close();
    this.following.onLink(false);
  }
}
