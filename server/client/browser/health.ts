/** A page says every minute how it is, so that whoever looks after devices sees that it is there. */

import { ask, Problem } from "./asking.ts";
import { pageNow } from "./clock.ts";
import type { Access, Language } from "./wire.ts";

const EVERY_MS = 60_000;

/** Tell from now on; a server that does not listen is told again a minute later. */
export function tellHealth(access: Access, language: () => Language): void {
  window.setInterval(() => {
    // By the machine's own clock: pages show the server's, whatever the machine believes.
    const body = { clock: Math.round(pageNow()) };
    ask("POST", "/health", { language: language(), token: access.token, body }).catch((problem: unknown) => {
      if (!(problem instanceof Problem)) throw problem;
    });
  }, EVERY_MS);
}
