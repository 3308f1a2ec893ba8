/** What somebody who looks after this screen wants it to do: asked for every few seconds, done once, and answered. */

import { ask, Problem } from "#browser/asking.ts";
import { element } from "#browser/elements.ts";
import type { Access, Language, Order, OrderDone, OrdersNow } from "#browser/wire.ts";
import { both } from "#browser/words.ts";
import { pair } from "./pair.ts";

const EVERY_MS = 10_000;
const SHOWN_MS = 8_000;
const REMEMBERED = 20;
const WORDS_MOST = 2_000;

export type Came = Pick<OrderDone, "came"> & Partial<OrderDone>;
export type Doing = () => Promise<Came> | Came;

export class Orders {
  private readonly known = new Map<string, Came | null>();

  /** `does` does what is asked of each kind; `anew` is told once the server knows that this page begins anew. */
  constructor(
    private readonly access: Access,
    private readonly language: () => Language,
    private readonly does: Partial<Record<Order["kind"], Doing>>,
    private readonly anew: () => void,
  ) {
    window.setInterval(() => void this.look(), EVERY_MS);
  }

  private async look(): Promise<void> {
    try {
      const { orders } = await ask<OrdersNow>("GET", "/orders", this.asking());
      for (const order of orders) void this.obey(order);
      for (const old of [...this.known.keys()].slice(0, -REMEMBERED)) this.known.delete(old);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
    }
  }

  private async obey({ id, kind }: Order): Promise<void> {
    const before = this.known.get(id);
    // Being done; or done, and its answer was lost: it is told again, never done again.
    if (before === null) return;
    this.known.set(id, before ?? null);
    const done = before ?? (await this.done(kind));
    this.known.set(id, done);
    try {
      await ask("POST", `/orders/${encodeURIComponent(id)}/done`, { ...this.asking(), body: done });
      if (done.came === "begins_anew") this.anew();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
    }
  }

  private async done(kind: Order["kind"]): Promise<Came> {
    const doing = this.does[kind];
    return doing === undefined ? { came: "failed" } : doing();
  }

  private asking(): { language: Language; token: string } {
    return { language: this.language(), token: this.access.token };
  }
}

/** Stand across the whole screen for a few seconds, so that somebody on the telephone sees which one it is. */
export async function showSign(name: string): Promise<Came> {
  const sign = element("div", { class: "trial", role: "status" }, pair(both("Test: this screen works")), name);
  document.body.append(sign);
  await new Promise((over) => window.setTimeout(over, SHOWN_MS));
  sign.remove();
  return { came: "shown" };
}

/** Tell what stands on this screen, in words: everybody in the hall reads it. */
export function seen(): Came {
  const size = `${String(window.innerWidth)} × ${String(window.innerHeight)}`;
  return { came: "seen", words: `${size}\n${document.body.innerText.trim()}`.slice(0, WORDS_MOST) };
}
