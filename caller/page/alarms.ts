/** Lines that are too long while a counter could be opened for them: only consoles are told, and one of them answers. */

import { ask, Problem } from "#browser/asking.ts";
import { element, icon, ICONS } from "#browser/elements.ts";
import { Latest } from "#browser/latest.ts";
import { redraw } from "#browser/redrawing.ts";
import type { Access, Alarms, Center, Fact, Language } from "#browser/wire.ts";
import { type Sentence, say } from "#browser/words.ts";
import type { Act } from "./chooser.ts";

const WHYS: Readonly<Record<string, Sentence>> = {
  nobody_free: "Nobody is free",
  nobody_able: "Nobody here can do it",
  technical: "Technical trouble",
  other: "Another reason",
};
const COMING = [5, 10] as const;
/** So many of the counters that could be opened are named: more are read by nobody. */
const NAMED = 4;

export class AlarmPanel {
  private readonly asking = new Latest();
  private told: Alarms = { alarms: [] };
  private center: Center | null = null;
  /** The line for which somebody says why no counter can be opened. */
  private why = "";

  constructor(
    private readonly place: HTMLElement,
    private readonly access: Access,
    private readonly language: () => Language,
    private readonly act: Act,
  ) {
    // A press by mouse leaves the focus nowhere.
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.why !== "") this.explain("");
    });
  }

  /** Learn what is asked; what cannot be learnt now is asked for when the link is there again. */
  async look(): Promise<void> {
    const newest = this.asking.asks();
    const path = `/counters/${encodeURIComponent(this.access.counter ?? "")}/alarms`;
    try {
      const told = await ask<Alarms>("GET", path, { language: this.language(), token: this.access.token });
      if (!newest()) return;
      this.told = told;
      if (!told.alarms.some((each) => each.service === this.why)) this.why = "";
      this.draw();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
    }
  }

  /** What only staff may know is not told on the socket: whoever may know it asks. */
  heard(fact: Fact): void {
    if (["staff.told", "settings.changed", "day.closed"].includes(fact.type)) void this.look();
  }

  show(center: Center | null): void {
    this.center = center;
    this.draw();
  }

  focus(): void {
    this.place.querySelector("button")?.focus();
  }

  private explain(service: string): void {
    this.why = service;
    this.draw();
    this.focus();
  }

  private draw(): void {
    redraw(
      this.place,
      this.told.alarms.map((alarm, at) => this.row(alarm, at === 0)),
    );
    for (const button of this.place.querySelectorAll<HTMLButtonElement>("button")) {
      const { service, answer, minutes, why } = button.dataset;
      button.onclick = () => {
        if (answer === "explain") this.explain(service ?? "");
        else
          void this.act("answer-alarm", {
            service,
            answer,
            minutes: minutes ? Number(minutes) : null,
            why: why ?? null,
          });
      };
    }
  }

  private row(alarm: Alarms["alarms"][number], first: boolean): Node {
    const language = this.language();
    const { service, waiting, minutes } = alarm;
    const names = alarm.counters.map(
      (id) => this.center?.counters.find((each) => each.id === id)?.name[language] ?? id,
    );
    const name = this.center?.services.find((each) => each.id === service)?.name[language] ?? service;
    const said = { service: name, waiting, minutes, counters: names.slice(0, NAMED).join(say(language, ", ")) };
    const words =
      minutes === 0
        ? say(language, "{service}: {waiting} wait. Open one of {counters}.", said)
        : say(language, "{service}: {waiting} wait, the longest {minutes} min. Open one of {counters}.", said);
    const answers: readonly (readonly [string, Readonly<Record<string, string>>])[] =
      this.why === service
        ? Object.entries(WHYS).map(([why, said]) => [
            say(language, said),
            { "data-answer": "impossible", "data-why": why },
          ])
        : [
            [say(language, "It is opened"), { "data-answer": "opened" }],
            ...COMING.map(
              (within) =>
                [
                  say(language, "In {minutes} min", { minutes: within }),
                  { "data-answer": "coming", "data-minutes": String(within) },
                ] as const,
            ),
            [say(language, "Cannot open one"), { "data-answer": "explain" }],
          ];
    const key = first ? [element("kbd", {}, "A")] : [];
    const buttons = answers.map(([said, data], at) =>
      element("button", { type: "button", "data-service": service, ...data }, said, ...(at === 0 ? key : [])),
    );
    return element("p", { "data-service": service }, icon(ICONS.alert), element("b", {}, words), ...buttons);
  }
}
