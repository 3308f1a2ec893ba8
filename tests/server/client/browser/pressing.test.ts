/** A press acts on what it began on, unless it was taken back. */

import { expect, test, vi } from "vitest";

import { keepPresses } from "#browser/pressing.ts";

class Button {
  isConnected = true;
  readonly pressed: Event[] = [];
  closest(): this {
    return this;
  }
  contains(other: unknown): boolean {
    return other === this;
  }
  dispatchEvent(event: Event): void {
    this.pressed.push(event);
  }
}

type Heard = (event: Readonly<Record<string, unknown>>) => void;

function pressing(): { readonly down: (on: Button) => void; readonly up: (on: Button, by?: number) => number } {
  vi.stubGlobal("MouseEvent", Event);
  const heard = new Map<string, Heard>();
  const root = { addEventListener: (kind: string, then: Heard) => void heard.set(kind, then) };
  keepPresses(root as unknown as Node);
  return {
    down: (target) => heard.get("pointerdown")?.({ target, clientX: 50, clientY: 50 }),
    up: (target, by = 0) => {
      let stopped = 0;
      const stop = (): void => void (stopped += 1);
      heard.get("click")?.({
        target,
        clientX: 50,
        clientY: 50 + by,
        detail: 1,
        preventDefault: stop,
        stopImmediatePropagation: stop,
      });
      return stopped;
    },
  };
}

test("what came under the finger meanwhile is not pressed, but what was there first", () => {
  const { down, up } = pressing();
  const [first, other] = [new Button(), new Button()];
  down(first);
  expect(up(other)).toBe(2);
  expect([first.pressed.length, other.pressed.length]).toEqual([1, 0]);
});

test.each([
  ["the same", true, 0, (first: Button): Button => first],
  ["wandered off", true, 40, (_: Button, other: Button): Button => other],
  ["gone", false, 0, (_: Button, other: Button): Button => other],
])("an ordinary press is left alone: %s", (_, isConnected, by, which) => {
  const { down, up } = pressing();
  const [first, other] = [new Button(), new Button()];
  down(first);
  first.isConnected = isConnected;
  expect(up(which(first, other), by)).toBe(0);
  expect(first.pressed).toEqual([]);
  expect(up(other)).toBe(0);
});
