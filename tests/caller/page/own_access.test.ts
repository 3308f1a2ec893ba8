/** Whoever is signed in and writes checklists is let in without typing anything; everybody else is asked as before. */

import { afterEach, expect, test, vi } from "vitest";
import { ownAccess } from "../../../caller/page/own_access.ts";

afterEach(() => vi.unstubAllGlobals());

interface Told {
  readonly status?: number;
  readonly redirected?: boolean;
  readonly body?: unknown;
}

function house(told: Readonly<Record<string, Told>>): unknown[] {
  const asked: unknown[] = [];
  vi.stubGlobal("fetch", (path: string, how: { headers?: Record<string, string> }) => {
    asked.push([path, how.headers?.["X-Form"] ?? null]);
    const answer = told[path];
    if (answer === undefined) return Promise.reject(new TypeError("away"));
    const made = new Response(JSON.stringify(answer.body ?? {}), { status: answer.status ?? 200 });
    Object.defineProperty(made, "redirected", { value: answer.redirected ?? false });
    return Promise.resolve(made);
  });
  return asked;
}

const FORM = { body: { form: "f" } };
const ACCESS = { body: { scope: "admin", center: null, counter: null, live: "ws://h/live" } };

test("the form's own word is sent along, and the token opens what the server says", async () => {
  const asked = house({ "/admin/form.json": FORM, "/admin/token": { body: { token: "t" } }, "/api/v1/access": ACCESS });
  expect(await ownAccess("en")).toEqual({ ...ACCESS.body, token: "t" });
  expect(asked.slice(0, 2)).toEqual([
    ["/admin/form.json", null],
    ["/admin/token", "f"],
  ]);
});

test.each<[string, Readonly<Record<string, Told>>]>([
  ["nobody is signed in", { "/admin/form.json": { redirected: true, body: { form: "f" } } }],
  ["somebody may not", { "/admin/form.json": { status: 403 } }],
  ["the server is away", {}],
  ["the form is stale", { "/admin/form.json": FORM, "/admin/token": { status: 403 } }],
  ["what comes is no token", { "/admin/form.json": FORM, "/admin/token": { body: { token: 7 } } }],
  ["the token is over", { "/admin/form.json": FORM, "/admin/token": { body: { token: "t" } } }],
])("nobody is let in when %s", async (_, told) => {
  house(told);
  expect(await ownAccess("en")).toBeNull();
});
