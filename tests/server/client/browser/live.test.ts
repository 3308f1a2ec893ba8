/** Following over the socket: in order, none twice, asked again after a gap or in another journal. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Live } from "#browser/live.ts";
import type { Access, Frame, Hello } from "#browser/wire.ts";

class Socket {
  static opened: Socket[] = [];
  sent: Hello[] = [];
  closed = false;
  onopen: () => void = () => undefined;
  onmessage: (message: { data: string }) => void = () => undefined;
  onclose: (closing: { code: number; reason: string }) => void = () => undefined;

  constructor(readonly url: string) {
    Socket.opened.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Hello);
  }

  close(): void {
    this.closed = true;
  }

  tell(frame: object): void {
    this.onmessage({ data: JSON.stringify({ center: "hall", ...frame }) });
  }

  static get last(): Socket {
    const last = Socket.opened.at(-1);
    if (last === undefined) throw new Error("no socket was opened");
    return last;
  }
}

const ACCESS: Access = { token: "t", scope: "display", center: "hall", counter: null, live: "ws://hall/live" };
let frames: Frame[] = [];
let refused: string[] = [];
let alive = 0;

function following(): Live {
  const live = new Live(ACCESS, "hall", {
    onFrame: (frame) => frames.push(frame),
    onAlive: () => (alive += 1),
    onLink: () => undefined,
    onRefused: (code) => refused.push(code),
  });
  Socket.last.onopen();
  return live;
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", Socket);
  vi.stubGlobal("window", { addEventListener: () => undefined, setTimeout: setTimeout.bind(globalThis) });
  [Socket.opened, frames, refused, alive] = [[], [], [], 0];
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("what follows on is told once and in order", () => {
  const live = following();
  expect(Socket.last.sent[0]?.after).toEqual({});
  Socket.last.tell({ type: "snapshot", epoch: 2, seq: 7, board: {} });
  Socket.last.tell({ type: "ticket.issued", epoch: 2, seq: 8 });
  Socket.last.tell({ type: "ticket.issued", epoch: 2, seq: 8 });
  Socket.last.tell({ type: "ticket.issued", epoch: 2, seq: 9, center: "other" });
  expect(frames.map((frame) => frame.seq)).toEqual([7, 8]);
  expect(live.seq).toBe(8);
});

test.each([
  ["a gap", { epoch: 2, seq: 9 }],
  ["another journal", { epoch: 3, seq: 8 }],
])("%s makes it ask again from what it knows", (_, frame) => {
  following();
  Socket.last.tell({ type: "snapshot", epoch: 2, seq: 7, board: {} });
  const first = Socket.last;
  first.tell({ type: "ticket.issued", ...frame });
  expect(first.closed).toBe(true);
  vi.advanceTimersByTime(400);
  expect(Socket.opened).toHaveLength(2);
  Socket.last.onopen();
  expect(Socket.last.sent[0]?.after).toEqual({ hall: { epoch: 2, seq: 7 } });
  expect(frames).toHaveLength(1);
});

test("a pulse says that what is known is still true, and is no frame", () => {
  following();
  Socket.last.tell({ type: "pulse", epoch: 2, seq: 7 });
  expect(alive, "nothing is known yet").toBe(0);
  Socket.last.tell({ type: "snapshot", epoch: 2, seq: 7, board: {} });
  Socket.last.tell({ type: "pulse", epoch: 2, seq: 7 });
  expect([Socket.last.sent[0]?.pulses, alive, frames.length]).toEqual([true, 2, 1]);
});

test.each([
  ["is further", { epoch: 2, seq: 8 }],
  ["went back", { epoch: 2, seq: 6 }],
  ["has another journal", { epoch: 3, seq: 7 }],
])("a pulse of a hall that %s makes it come again", (_, pulse) => {
  following();
  Socket.last.tell({ type: "snapshot", epoch: 2, seq: 7, board: {} });
  const first = Socket.last;
  first.tell({ type: "pulse", ...pulse });
  expect([first.closed, alive]).toEqual([true, 1]);
});

test("a cut is tried again with growing pauses, a refusal is not", () => {
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  following();
  Socket.last.onclose({ code: 1006, reason: "" });
  vi.advanceTimersByTime(499);
  expect(Socket.opened).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(Socket.opened).toHaveLength(2);
  Socket.last.onclose({ code: 1006, reason: "" });
  vi.advanceTimersByTime(999);
  expect(Socket.opened).toHaveLength(2);
  vi.advanceTimersByTime(1);
  Socket.last.onclose({ code: 1008, reason: "token_unknown" });
  vi.advanceTimersByTime(60_000);
  expect([Socket.opened.length, refused]).toEqual([3, ["token_unknown"]]);
});

test("whoever asks for a new socket again and again gets one at a time", () => {
  const live = following();
  for (let asked = 0; asked < 100; asked += 1) {
    live.again();
    vi.advanceTimersByTime(80);
  }
  expect(Socket.opened.length, "eight seconds have room for twenty-one").toBeLessThanOrEqual(21);
  expect(Socket.opened.filter((each) => !each.closed).length).toBeLessThanOrEqual(1);
});

test("a socket that does not open any more may have moved, and is said to once in a while", () => {
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  const unopened = vi.fn();
  new Live(ACCESS, "hall", {
    onFrame: () => undefined,
    onAlive: () => undefined,
    onLink: () => undefined,
    onRefused: () => undefined,
    onUnopened: unopened,
  });
  for (let tries = 0; tries < 6; tries += 1) {
    Socket.last.onclose({ code: 1006, reason: "" });
    vi.advanceTimersByTime(20_000);
  }
  expect(unopened).toHaveBeenCalledTimes(2);
});
