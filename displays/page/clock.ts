/** The hall's clock: the server's moment in the center's own time zone, whatever the TV box believes. */

import { serverNow } from "#browser/clock.ts";
import { element } from "#browser/elements.ts";

export function runClock(place: HTMLElement, zone: () => string): void {
  const tick = (): void => {
    const now = new Date(serverNow());
    const timeZone = zone();
    const time = now.toLocaleTimeString("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" });
    const zh = now.toLocaleDateString("zh-CN", { timeZone, month: "long", day: "numeric", weekday: "long" });
    const en = now.toLocaleDateString("en-GB", { timeZone, weekday: "short", day: "numeric", month: "short" });
    place.replaceChildren(
      element(
        "span",
        { class: "pair" },
        element("span", { class: "zh", lang: "zh-CN" }, zh),
        element("span", { class: "en", lang: "en" }, en),
      ),
      element("span", { class: "time" }, time),
    );
    window.setTimeout(tick, 1000 - (serverNow() % 1000));
  };
  tick();
}
