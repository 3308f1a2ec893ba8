/** Who is shown the code of the hall. */

import { expect, test } from "vitest";
import { forWhom } from "../../../displays/page/here.ts";

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
