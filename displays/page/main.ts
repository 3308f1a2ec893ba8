/** The hall screen: follows its center, shows every call at once and says it in its turn. */

import { ask } from "#browser/asking.ts";
import { clockTime, pageNow, serverMoment } from "#browser/clock.ts";
import { icon, ICONS } from "#browser/elements.ts";
import { fold, isCall, RECENT_CALLS } from "#browser/fold.ts";
import { tellHealth } from "#browser/health.ts";
import { HoursWatch } from "#browser/hours.ts";
import { Latest } from "#browser/latest.ts";
import { Live } from "#browser/live.ts";
import { forget, renewed } from "#browser/session.ts";
import { type Door, enter } from "#browser/signin.ts";
import { Watch } from "#browser/watch.ts";
import type { Access, Board, Call, Center, Frame, Language, WaitAnswer } from "#browser/wire.ts";
import { changesSettings, isSnapshot } from "#browser/wire.ts";
import { both, readerLanguage, say } from "#browser/words.ts";
import { callId, CallsBoard } from "./board.ts";
import { CatchingUp } from "./catching_up.ts";
import { runClock } from "./clock.ts";
import { fit } from "./fitting.ts";
import { HallCodeCorner } from "./here.ts";
import { named } from "./named.ts";
import { onwardOf } from "./onward.ts";
import { type Came, Orders, seen, showSign } from "./orders.ts";
import { pair } from "./pair.ts";
import { Speech, type Spoken } from "./speech.ts";
import { Waiting } from "./waiting.ts";
import { Waits } from "./waits.ts";
import { Wall } from "./wall.ts";

declare global {
  interface Window {
    /** Each call when it was really painted; undefined until the first board was. */
    banshiPainted?: { number: string; at: number }[];
    banshiSpoken?: Spoken[];
  }
}

const RETRY_MS = 3000;
/** Calls whose painting is kept to be looked at: a screen runs for months. */
const KEPT = 200;
let language: Language = readerLanguage(navigator.languages);

function at(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no ${id}`);
  return found;
}

class Screen {
  private board: Board | null = null;
  private center: Center | null = null;
  private readonly learning = new Latest();
  private readonly hours = new HoursWatch(() => this.learn());
  private arrived: Call[] = [];
  private readonly cut: CatchingUp;
  private missed: readonly Call[] = [];
  private drawing = false;
  private late: number | null = null;
  private readonly calls = new CallsBoard(at("newest"), at("calls"));
  private readonly waiting: Waiting;
  private readonly speech = new Speech(
    (call, onward) =>
      this.board?.calls.some(
        (now) => callId(now) === callId(call) && (onward ? now.onward !== null : now.state === "called"),
      ) ?? false,
    (blocked) => {
      document.body.classList.toggle("silent", blocked);
      fit([at("notice")]);
    },
  );
  private readonly here: HallCodeCorner;
  private readonly speaks = new URLSearchParams(location.search).get("voice") !== "off";

  constructor(private readonly access: Access) {
    const id = access.center ?? "";
    this.here = new HallCodeCorner(
      at("here"),
      access,
      () => language,
      () => this.fit(),
    );
    const live = new Live(access, id, {
      onFrame: (frame) => this.take(frame),
      onAlive: () => watch.heard(),
      onLink: (open) => {
        watch.link(open);
        this.cut.link(open);
      },
      onRefused: () => void letInAgain(),
      onUnopened: () => void movedAgain(access),
    });
    const path = `/centers/${encodeURIComponent(id)}`;
    const token = access.token;
    const watch = new Watch(
      () => live,
      () => ask<Board>("GET", `${path}/board`, { language, token }),
      (since) => this.tellLate(since),
    );
    this.cut = new CatchingUp(
      () => ask<Board>("GET", `${path}/board`, { language, token }),
      () => live.seq,
      () => this.caughtUp(),
    );
    const waits = new Waits(
      () => ask<readonly WaitAnswer[]>("GET", `${path}/waits`, { language, token }),
      () => Object.keys(this.board?.waiting ?? {}).length > 0,
      () => this.draw(),
    );
    this.waiting = new Waiting(
      at("waiting"),
      () => this.center,
      (service) => waits.of(service),
    );
    this.learn = () => void this.ask(path);
    this.learn();
    if (this.speaks) void this.speech.prove();
    runClock(at("clock"), () => this.center?.timezone ?? "Asia/Shanghai");
    this.tellLate(null);
    at("sound").replaceChildren(icon(ICONS.speaker), pair(both("Touch the screen to turn on the voice")));
    window.addEventListener("resize", () => this.fit());
    // What was measured in another font is measured anew.
    void document.fonts.ready.then(() => this.fit());
  }

  /** Say a call of nobody, after whoever is called now: somebody far away wants to know whether it is heard. */
  async sayTrial(): Promise<Came> {
    return { came: this.speaks ? await this.speech.tryOut() : "muted" };
  }

  private readonly learn: () => void;

  private async ask(path: string): Promise<void> {
    // Several documents may take force at once: the answer to the first question can be the last to come.
    const newest = this.learning.asks();
    try {
      const center = await ask<Center>("GET", path, { language, token: this.access.token });
      if (!newest()) return;
      this.center = center;
    } catch {
      if (newest()) window.setTimeout(this.learn, RETRY_MS);
      return;
    }
    at("center").replaceChildren(pair(this.center.name));
    const told = this.center.hours_now ?? null;
    this.hours.until(told);
    at("hours").className = told?.stands ?? "";
    at("hours").replaceChildren(...(told === null ? [] : [pair(told.says)]));
    this.fit();
    document.title = this.center.name.zh;
    this.here.show(this.center);
    this.draw();
  }

  /** Make all that is written fit into the window as it is now. */
  private fit(): void {
    fit([at("hours")]);
    fit([at("center")]);
    fit([at("notice")]);
    this.draw();
  }

  private take(frame: Frame): void {
    const before = this.board;
    // What was told while this screen was cut off is not told again, but stands in the center as it is now.
    if (isSnapshot(frame) ? before !== null : changesSettings(frame)) this.learn();
    if (isSnapshot(frame)) {
      this.board = frame.board;
      const known = new Set(before?.calls.map(callId));
      if (before !== null) this.announce(frame.board.calls.filter((call) => !known.has(callId(call))).reverse());
    } else if (before !== null) {
      this.board = fold(before, frame);
      if (frame.undone === "ticket.called" && frame.ticket) this.takeBack(frame.ticket.id);
      if (frame.undone === "ticket.finished" && frame.ticket) this.speech.takeBack(frame.ticket.id);
      if (frame.type === "ticket.finished" && frame.ticket) this.sendOn(frame.ticket.id);
      const [newest] = this.board.calls;
      // Whoever was taken in at the counter stands there already.
      if (isCall(frame) && newest !== undefined && frame.reason !== "at_counter") this.announce([newest]);
    }
    // Only now: what this very frame tells is of the time of the cut as well, when it is the last of it.
    this.cut.heard();
    if (!this.cut.on) this.draw();
  }

  /** Show and say what was called during a cut and still is: whoever sits there already is called no more. */
  private caughtUp(): void {
    const still = new Set(this.board?.calls.filter((call) => call.state === "called").map(callId));
    const missed = this.missed.filter((call) => still.has(callId(call)));
    this.missed = [];
    this.announce(missed);
    this.draw();
  }

  /** A call was a mistake: whoever has not seen or heard it yet need not. */
  private takeBack(ticket: string): void {
    this.arrived = this.arrived.filter((call) => call.ticket.id !== ticket);
    this.calls.takeBack(ticket);
    this.speech.takeBack(ticket);
  }

  /** Whoever has another step hears where it is, while they still stand there. */
  private sendOn(ticket: string): void {
    const call = this.board?.calls.find((each) => each.ticket.id === ticket);
    const goes = call === undefined ? null : onwardOf(call, this.center);
    if (call !== undefined && goes !== null && this.speaks && !this.cut.on) this.speech.sayOnward(call, goes.place);
  }

  private announce(calls: readonly Call[]): void {
    if (this.cut.on) {
      this.missed = [...this.missed, ...calls].slice(-RECENT_CALLS);
      return;
    }
    this.arrived.push(...calls);
    if (this.speaks) for (const call of calls) if (call.state === "called") this.speech.say(call);
  }

  private draw(): void {
    if (this.drawing) return;
    this.drawing = true;
    requestAnimationFrame(() => {
      this.drawing = false;
      const { board, arrived } = this;
      if (board === null) return;
      this.arrived = [];
      this.calls.draw(named(board.calls, this.center), named(arrived, this.center), this.center?.hours_now ?? null);
      this.waiting.draw(board);
      // The frame drawn here is on the glass when the next one begins.
      requestAnimationFrame(() => {
        const painted = (window.banshiPainted ??= []);
        window.banshiSpoken ??= this.speech.spoken;
        const now = pageNow();
        painted.push(...arrived.map((call) => ({ number: call.ticket.number, at: now })));
        painted.splice(0, painted.length - KEPT);
      });
    });
  }

  private tellLate(since: number | null): void {
    const notice = at("notice");
    if (since !== null) {
      if (this.late === since) return;
      const time = clockTime(serverMoment(since), this.center?.timezone ?? "Asia/Shanghai");
      notice.className = "late";
      notice.replaceChildren(icon(ICONS.cut), pair(both("As of {time}, connecting again", { time })));
      fit([notice]);
    } else if (this.late !== null || notice.childElementCount === 0) {
      notice.className = "";
      notice.replaceChildren(
        pair(both("Go to the counter shown. If you missed your call, go to a kiosk or the guide desk.")),
      );
      fit([notice]);
    }
    this.late = since;
  }
}

// A TV that was switched off over night must come back by itself; this token reads public data only.
const storage = localStorage;
const door: Door = {
  storage,
  scope: "display",
  place: at("entrance"),
  onLanguage: (chosen) => {
    language = chosen;
  },
};

/** Where the socket moved, the page has to be fetched anew: its own rules name the address it may speak with. */
async function movedAgain(access: Access): Promise<void> {
  const now = await renewed(storage, access, language);
  if (now === null) await letInAgain();
  else if (now.live !== access.live) location.reload();
}

async function letInAgain(): Promise<void> {
  forget(storage);
  const why = say(language, "This screen is not known any more. It needs a new code.");
  await enter(door, language, why);
  location.reload();
}

void enter(door, language).then((access) => {
  tellHealth(access, () => language);
  const shown = new URLSearchParams(location.search).get("wall");
  const screen = shown === null ? new Screen(access) : null;
  const does = {
    speak: () => screen?.sayTrial() ?? { came: "muted" as const },
    show: () => showSign(at("center").innerText),
    picture: seen,
    restart: () => ({ came: "begins_anew" as const }),
  };
  new Orders(
    access,
    () => language,
    does,
    () => location.reload(),
  );
  if (screen !== null || shown === null) return screen;
  const places = { title: at("center"), clock: at("clock"), halls: document.querySelector("main") ?? at("calls") };
  return new Wall(access, shown, { ...places, notice: at("notice") }, () => language, letInAgain);
});
