/** A screen does what it is told once, whatever becomes of its answers, and begins anew only when that is known. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Orders } from "../../../displays/page/orders.ts";

let waits: { id: string; kind: string; seconds: number }[] = [];
let lost = 0;
let heard: unknown[] = [];
let anew = 0;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("window", globalThis);
  [waits, lost, heard, anew] = [[], 0, [], 0];
  vi.stubGlobal("fetch", (path: string, asked: { body: string | null }) => {
    if (path === "/api/v1/orders") return Promise.resolve(new Response(JSON.stringify({ orders: waits })));
    if (lost > 0) {
      lost -= 1;
      return Promise.reject(new TypeError("away"));
    }
    heard.push([path, JSON.parse(asked.body ?? "")]);
    waits = waits.filter(({ id }) => !path.includes(id));
    return Promise.resolve(new Response('{"ok":true}'));
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function orders(does: ConstructorParameters<typeof Orders>[2]): Orders {
  const access = { token: "t", scope: "display", center: "hall", counter: null, live: "ws://h/live" } as const;
  return new Orders(
    access,
    () => "en",
    does,
    () => (anew += 1),
  );
}

test("an order is done once, and its answer told until it is heard", async () => {
  const show = vi.fn(() => ({ came: "shown" as const }));
  orders({ show });
  [waits, lost] = [[{ id: "a", kind: "show", seconds: 60 }], 2];
  await vi.advanceTimersByTimeAsync(40_000);
  expect(show).toHaveBeenCalledTimes(1);
  expect(heard).toEqual([["/api/v1/orders/a/done", { came: "shown" }]]);
});

test("it begins anew once the server knows, and what it cannot do is said", async () => {
  orders({ restart: () => ({ came: "begins_anew" }) });
  [waits, lost] = [[{ id: "b", kind: "restart", seconds: 60 }], 1];
  await vi.advanceTimersByTimeAsync(10_100);
  expect(anew).toBe(0);
  waits.push({ id: "c", kind: "print", seconds: 60 });
  await vi.advanceTimersByTimeAsync(10_100);
  expect(anew).toBe(1);
  expect(heard).toContainEqual(["/api/v1/orders/c/done", { came: "failed" }]);
});

test("what takes its time is not begun again", async () => {
  let over: (came: { came: "spoken" }) => void = () => undefined;
  const speak = vi.fn(() => new Promise<{ came: "spoken" }>((done) => (over = done)));
  orders({ speak });
  waits = [{ id: "d", kind: "speak", seconds: 60 }];
  await vi.advanceTimersByTimeAsync(30_000);
  expect(speak).toHaveBeenCalledTimes(1);
  expect(heard).toEqual([]);
  over({ came: "spoken" });
  await vi.advanceTimersByTimeAsync(0);
  expect(heard).toHaveLength(1);
});
