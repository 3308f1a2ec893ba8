/** One call after the other: none twice, none that is over, and a browser that forbids sound is found out before any. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Call } from "#browser/wire.ts";
import { Speech } from "../../../displays/page/speech.ts";

type How = "plays" | "forbidden" | "broken" | "stuck";

class Sound {
  static made: Sound[] = [];
  static how: How = "plays";
  onended: (() => void) | null = null;
  onerror: (() => void) | null = null;
  onplaying: (() => void) | null = null;
  volume = 1;
  duration = 4;
  stopped = false;

  constructor(readonly src: string) {
    Sound.made.push(this);
  }

  play(): Promise<void> {
    if (Sound.how === "forbidden") return Promise.reject(new DOMException("touch first", "NotAllowedError"));
    if (Sound.how === "broken") return Promise.reject(new DOMException("no such sound", "NotSupportedError"));
    this.onplaying?.();
    return Promise.resolve();
  }

  pause(): void {
    this.stopped = true;
  }

  static get heard(): string[] {
    return Sound.made.filter((each) => each.volume > 0).map((each) => each.src);
  }
}

let touch: () => void = () => undefined;
let blocked: boolean[] = [];
let over: string[] = [];

function speech(): Speech {
  return new Speech(
    (call) => !over.includes(call.ticket.number),
    (now) => blocked.push(now),
  );
}

function call(number: string, counter = "3 号窗口"): Call {
  const service = { id: "s", name: { zh: "社保", en: "Insurance" } };
  const place = { id: "c", name: { zh: counter, en: counter } };
  return { ticket: { id: number, number }, counter: place, service, at: 0, calls: 1, state: "called", onward: null };
}

async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("Audio", Sound);
  vi.stubGlobal("window", {
    addEventListener: (_: string, listener: () => void) => (touch = listener),
    setTimeout: setTimeout.bind(globalThis),
  });
  [Sound.made, Sound.how, blocked, over] = [[], "plays", [], []];
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("a forbidden sound is known before the first call, which then waits for a touch and is not lost", async () => {
  Sound.how = "forbidden";
  const voice = speech();
  await voice.prove();
  expect(blocked).toEqual([true]);
  expect(Sound.heard, "proved without a sound").toEqual([]);
  voice.say(call("A001"));
  voice.say(call("A002"));
  await settle();
  expect(Sound.heard).toEqual([]);
  Sound.how = "plays";
  touch();
  await settle();
  expect(blocked).toEqual([true, false]);
  expect(Sound.heard).toEqual(["voice.wav?number=A001&counter=3"]);
  Sound.made.at(-1)?.onended?.();
  await settle();
  expect(voice.spoken.map((each) => each.number)).toEqual(["A001", "A002"]);
});

test("a browser that lets the page sound is asked nothing, and a sound that is missing forbids nothing", async () => {
  await speech().prove();
  Sound.how = "broken";
  await speech().prove();
  expect(blocked).toEqual([]);
  expect(Sound.made[0]?.stopped).toBe(true);
});

test("one that is forbidden later keeps its turn", async () => {
  const voice = speech();
  await voice.prove();
  Sound.how = "forbidden";
  voice.say(call("A001"));
  await settle();
  expect(blocked).toEqual([true]);
  Sound.how = "plays";
  touch();
  await settle();
  expect(voice.spoken.map((each) => each.number)).toEqual(["A001"]);
});

test("never two at once, the same ticket once, and what is over is not said", async () => {
  const voice = speech();
  for (const number of ["A001", "A002", "A003", "A002"]) voice.say(call(number));
  await settle();
  expect(Sound.heard).toHaveLength(1);
  over = ["A003"];
  Sound.made.at(-1)?.onended?.();
  await settle();
  Sound.made.at(-1)?.onended?.();
  await settle();
  expect(voice.spoken.map((each) => each.number)).toEqual(["A001", "A002"]);
  expect(voice.spoken.every((each) => each.until !== null)).toBe(true);
});

test("a sound that never ends or is not there does not keep the next one", async () => {
  const voice = speech();
  voice.say(call("A001"));
  voice.say(call("A002", "婚姻登记颁证厅"));
  await vi.advanceTimersByTimeAsync(8000);
  expect(Sound.heard.at(-1), "words that are no number are shown and not said").toBe("voice.wav?number=A002");
  Sound.how = "broken";
  voice.say(call("A003"));
  voice.say(call("A004"));
  await vi.advanceTimersByTimeAsync(60_000);
  Sound.how = "plays";
  voice.say(call("A005"));
  await settle();
  expect(voice.spoken.at(-1)?.number).toBe("A005");
});

test("what was said is kept for a while only: a screen runs for months", async () => {
  const voice = speech();
  for (let number = 1; number <= 300; number += 1) {
    voice.say(call(`A${number}`));
    await settle();
    Sound.made.at(-1)?.onended?.();
    await settle();
  }
  expect(voice.spoken).toHaveLength(200);
  expect(voice.spoken.at(-1)?.number).toBe("A300");
});

test("of a call that was taken back nothing more is said, and the next has its turn at once", async () => {
  const voice = speech();
  for (const number of ["A001", "A002", "A003"]) voice.say(call(number));
  await settle();
  voice.takeBack("A002");
  voice.takeBack("A001");
  expect(Sound.made[0]?.stopped).toBe(true);
  await settle();
  expect(voice.spoken.map((each) => each.number)).toEqual(["A001", "A003"]);
  expect(voice.spoken[0]?.until).not.toBeNull();
  voice.takeBack("A009");
  expect(Sound.made.at(-1)?.stopped, "another's call goes on").toBe(false);
});

test("whoever goes on hears where, after all who are called, and not once they are called there", async () => {
  const voice = speech();
  voice.say(call("A001"));
  await settle();
  voice.sayOnward(call("A002"), { zh: "5 号窗口", en: "Counter 5" });
  voice.sayOnward(call("A004"), { zh: "二楼", en: "Second floor" });
  voice.say(call("A003"));
  for (let turn = 0; turn < 3; turn += 1) {
    Sound.made.at(-1)?.onended?.();
    await settle();
  }
  expect(Sound.heard).toEqual([
    "voice.wav?number=A001&counter=3",
    "voice.wav?number=A003&counter=3",
    "voice.wav?number=A002&counter=5&onward=1",
    "voice.wav?number=A004&onward=1",
  ]);
  voice.sayOnward(call("A006"), { zh: "5 号窗口", en: "Counter 5" });
  voice.say(call("A006", "5 号窗口"));
  Sound.made.at(-1)?.onended?.();
  await settle();
  expect(Sound.heard.slice(4), "the call instead of where to wait for it").toEqual(["voice.wav?number=A006&counter=5"]);
});

test("a call of nobody waits for those who are due, and says whether it was heard", async () => {
  const voice = speech();
  voice.say(call("A007"));
  const tried = voice.tryOut();
  await settle();
  expect(Sound.heard).toEqual([expect.stringContaining("A007")]);
  Sound.made.at(-1)?.onended?.();
  await vi.advanceTimersByTimeAsync(500);
  expect(Sound.heard).toHaveLength(2);
  Sound.made.at(-1)?.onended?.();
  await expect(tried).resolves.toBe("spoken");
  Sound.how = "broken";
  await expect(speech().tryOut()).resolves.toBe("not_spoken");
  Sound.how = "forbidden";
  await expect(speech().tryOut()).resolves.toBe("muted");
});
