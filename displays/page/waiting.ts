/** Who waits for what; more services than fit turn their pages. */

import { element } from "#browser/elements.ts";
import { redraw } from "#browser/redrawing.ts";
import { both } from "#browser/words.ts";
import type { Board, Center, Wait } from "#browser/wire.ts";
import { fit } from "./fitting.ts";
import { pair } from "./pair.ts";

const TURN_MS = 9000;

export class Waiting {
  private page = 0;
  private board: Board | null = null;

  constructor(
    private readonly place: HTMLElement,
    private readonly center: () => Center | null,
    private readonly wait: (service: string) => Wait | null,
  ) {
    setInterval(() => {
      this.page += 1;
      this.redraw();
    }, TURN_MS);
    window.addEventListener("resize", () => this.redraw());
  }

  draw(board: Board): void {
    this.board = board;
    this.redraw();
  }

  private redraw(): void {
    const { board, place } = this;
    const services = (this.center()?.services ?? []).filter((service) => service.served);
    if (board === null || services.length === 0) return;
    const coded = document.body.classList.contains("coded");
    // Beside the code there is no room for two names and two waits.
    const columns = matchMedia("(orientation: portrait)").matches && !coded ? 2 : 1;
    const rows = coded ? 5 : 7;
    const pages = Math.ceil(services.length / (columns === 2 ? 8 : rows));
    // Pages of about the same length, their rows full: 14 in places for 7 are 7 and 7, 8 are 4 and 4.
    const length = Math.ceil(services.length / pages / columns) * columns;
    const at = this.page % pages;
    const all = services.reduce((sum, service) => sum + (board.waiting[service.id] ?? 0), 0);
    redraw(place, [
      element(
        "h2",
        {},
        pair(both("People waiting")),
        element("span", { class: "count", id: "waiting-all" }, String(all)),
      ),
      element(
        "ul",
        {},
        ...services.slice(at * length, (at + 1) * length).map((service) => {
          const count = board.waiting[service.id] ?? 0;
          return element(
            "li",
            { "data-service": service.id, class: count === 0 ? "none" : null },
            pair(service.name),
            ...(count === 0 ? [] : this.said(service.id)),
            element("span", { class: "count" }, String(count)),
          );
        }),
      ),
      element(
        "p",
        { class: "pages", "aria-hidden": true },
        ...Array.from({ length: pages > 1 ? pages : 0 }, (_, i) => element("i", { class: i === at ? "on" : null })),
      ),
    ]);
    fit([...place.querySelectorAll<HTMLElement>("li")]);
  }

  /** Return how long somebody who came now would wait, where that can be said. */
  private said(service: string): HTMLElement[] {
    const wait = this.wait(service);
    if (wait === null) return [];
    return [pair(both("about {low}-{high} min", { low: wait.low_min, high: wait.high_min }), "pair wait")];
  }
}
