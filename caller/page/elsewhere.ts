/** Where else the matter of the ticket in hand is done: another center is chosen, and the ticket goes on there. */

import { Problem } from "#browser/asking.ts";
import { element } from "#browser/elements.ts";
import { Latest } from "#browser/latest.ts";
import type { Center, Language, Places } from "#browser/wire.ts";
import { type Sentence, say } from "#browser/words.ts";

/** Asks the server of this console for `path`. */
export type Ask = <Answer>(path: string) => Promise<Answer>;

const MOST = 6;
const STATES: Readonly<Record<Places["places"][number]["state"], Sentence | null>> = {
  open: null,
  break: "The counters pause for a moment.",
  silent: "No counter is open there yet.",
  closed: "Closed now.",
};

export class Elsewhere {
  private service = "";
  private services: Center["services"] = [];
  private places: Places["places"] | null = null;
  private trouble: string | null = null;
  private readonly asking = new Latest();

  constructor(
    private readonly language: () => Language,
    private readonly ask: Ask,
    private readonly drawn: () => void,
  ) {}

  /** Look where `service` is done, as seen from the center `from`. */
  look(service: string, from: string): void {
    this.service = service;
    this.places = this.trouble = null;
    void this.learn(from);
  }

  /** The places, and the services of the city to choose another one. */
  nodes(here: string): readonly Node[] {
    const language = this.language();
    const found = (this.places ?? []).filter((each) => each.center !== here);
    const waits = this.places === null && this.trouble === null;
    return [
      element(
        "label",
        { class: "note" },
        say(language, "For what"),
        element(
          "select",
          { id: "matter" },
          ...this.services.map((each) =>
            element("option", { value: each.id, selected: each.id === this.service ? "" : null }, each.name[language]),
          ),
        ),
      ),
      ...(this.trouble === null ? [] : [element("p", { class: "alert", role: "alert" }, this.trouble)]),
      ...(waits ? [element("p", {}, say(language, "One moment…"))] : []),
      ...(!waits && found.length === 0 && this.trouble === null
        ? [element("p", {}, say(language, "No other center does this."))]
        : []),
      ...found.map((each) =>
        element(
          "button",
          { type: "button", class: "elsewhere", "data-center": each.center, "data-matter": this.service },
          element("b", {}, each.name[language]),
          element("small", {}, this.told(each)),
        ),
      ),
    ];
  }

  private told(place: Places["places"][number]): string {
    const language = this.language();
    const state = STATES[place.state];
    const words = [
      place.way_min === null
        ? say(language, "The way there is not known.")
        : say(language, "The way: about {minutes} minutes", { minutes: place.way_min }),
      say(language, "People waiting: {count}", { count: place.waiting }),
      ...(place.wait === null || place.at_once
        ? []
        : [say(language, "{low}-{high} minutes", { low: place.wait.low_min, high: place.wait.high_min })]),
      ...(state === null ? [] : [say(language, state)]),
    ];
    return words.join(" · ");
  }

  private async learn(from: string): Promise<void> {
    const newest = this.asking.asks();
    const { service } = this;
    try {
      if (this.services.length === 0) {
        const centers = await this.ask<readonly Center[]>("/centers");
        const known = new Map(centers.flatMap((each) => each.services).map((each) => [each.id, each]));
        this.services = [...known.values()];
      }
      const query = `service=${encodeURIComponent(service)}&from=${encodeURIComponent(from)}&limit=${MOST}`;
      const told = await this.ask<Places>(`/places?${query}`);
      if (!newest()) return;
      this.places = told.places;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (!newest()) return;
      this.trouble = problem.message;
    }
    this.drawn();
  }
}
