/** The pages' fold and the server's give the same boards: vectors written by the rules themselves. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fold } from "#browser/fold.ts";
import type { Board, Fact } from "#browser/wire.ts";

interface Day {
  readonly board: Board;
  readonly steps: readonly { readonly event: Fact; readonly board?: Board }[];
}

const FILE = "tests/server/rules/hall/fold_vectors.json";
const { days } = JSON.parse(readFileSync(FILE, "utf-8")) as { readonly days: readonly Day[] };

test.each(days.map((day, at) => [at, day] as const))("day %i", (_, day) => {
  let board = day.board;
  for (const step of day.steps) {
    board = fold(board, step.event);
    if (step.board !== undefined) expect(board, `after ${step.event.type} ${step.event.seq}`).toEqual(step.board);
  }
});

test("a fact that is folded already changes nothing", () => {
  for (const { board, steps } of days) {
    const facts = steps.map((step) => step.event);
    const after = facts.reduce(fold, board);
    for (const fact of facts) expect(fold(after, fact)).toBe(after);
  }
});
