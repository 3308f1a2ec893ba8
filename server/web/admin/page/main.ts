/** The house's one script: parts of a page that look again by themselves. Every page is whole without it. */

import "htmx.org";

// What draws is ten times as large as all else: it is asked for when somebody comes to a table that it draws.
const drawn = [...document.querySelectorAll<HTMLElement>("[data-drawn]")];
const coming = new IntersectionObserver((seen) => {
  if (seen.every((each) => !each.isIntersecting)) return;
  coming.disconnect();
  void import("./drawing.ts").then(({ drawAll }) => {
    drawAll(drawn);
  });
});
for (const each of drawn) coming.observe(each);
