/** A code is drawn module by module: what is dark and nothing else. */

import { expect, test } from "vitest";
import { strokes } from "#browser/qr.ts";

test("each run of dark modules is one stroke", () => {
  expect(strokes(["110", "000", "101"])).toBe("M0 0h2v1h-2zM0 2h1v1h-1zM2 2h1v1h-1z");
  expect(strokes([])).toBe("");
});
