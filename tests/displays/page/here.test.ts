/** A code is drawn module by module: what is dark and nothing else. */

import { expect, test } from "vitest";
import { forWhom, strokes } from "../../../displays/page/here.ts";

test("each run of dark modules is one stroke", () => {
  expect(strokes(["110", "000", "101"])).toBe("M0 0h2v1h-2zM0 2h1v1h-1zM2 2h1v1h-1z");
  expect(strokes([])).toBe("");
});

test("the code is shown to whoever has booked, to whoever comes with a number, and where nobody needs it not at all", () => {
  const service = {
    id: "s",
    prefix: "A",
    name: { zh: "", en: "" },
    note: { zh: "", en: "" },
    served: true,
    waiting: 0,
  };
  const asked = [true, false].flatMap((booked) =>
    [true, false].map((takes_remote) => forWhom({ services: [{ ...service, booked }], takes_remote })),
  );
  expect(asked).toEqual(["Booked, or a number from your phone?", "Booked a time?", "A number from your phone?", null]);
});
