/** Counters of this center that ask for help without a sound: only consoles are told, the hall sees nothing. */

import { ask, Problem } from "#browser/asking.ts";
import { element, icon, ICONS } from "#browser/elements.ts";
import { Latest } from "#browser/latest.ts";
import { redraw } from "#browser/redrawing.ts";
import type { Access, Center, Fact, Help, Language } from "#browser/wire.ts";
import { say } from "#browser/words.ts";
import type { Act } from "./chooser.ts";
import { minutesSince } from "./ticket.ts";

export class HelpPanel {
  private readonly asking = new Latest();
  private told: Help = { asked: [] };
  private center: Center | null = null;

  constructor(
    private readonly place: HTMLElement,
    private readonly access: Access,
    private readonly language: () => Language,
    private readonly act: Act,
  ) {}

  /** Learn who asks; what cannot be learnt now is asked for when the link is there again. */
  async look(): Promise<void> {
    const newest = this.asking.asks();
    const path = `/counters/${encodeURIComponent(this.access.counter ?? "")}/help`;
    try {
      const told = await ask<Help>("GET", path, { language: this.language(), token: this.access.token });
      if (!newest()) return;
      this.told = told;
      this.draw();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
    }
  }

  /** What only staff may know is not told on the socket: whoever may know it asks. */
  heard(fact: Fact): void {
    if (fact.type === "staff.told" || fact.type === "day.closed") void this.look();
  }

  show(center: Center | null): void {
    this.center = center;
    this.draw();
  }

  private draw(): void {
    const language = this.language();
    const row = ({ counter, since }: Help["asked"][number]): Node => {
      const own = counter === this.access.counter;
      const name = this.center?.counters.find((each) => each.id === counter)?.name[language] ?? counter;
      const words = own
        ? say(language, "Help has been called. The consoles of this hall see it.")
        : say(language, "{counter} asks for help", { counter: name });
      return element(
        "p",
        { class: own ? "own" : "other", "data-counter": counter },
        icon(ICONS.alert),
        element("b", {}, words),
        element("span", {}, say(language, "{minutes} min", { minutes: minutesSince(since) })),
        element(
          "button",
          { type: "button", "data-help": counter },
          say(language, own ? "Not needed any more" : "I see to it"),
        ),
      );
    };
    redraw(this.place, this.told.asked.map(row));
    for (const button of this.place.querySelectorAll<HTMLButtonElement>("button[data-help]"))
      button.onclick = () => void this.act("answer-help", { counter: button.dataset.help });
  }
}
