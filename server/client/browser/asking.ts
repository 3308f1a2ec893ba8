/** Asking the server over HTTP: what it refuses comes back as a `Problem` in the reader's language. */

import { learnMoment } from "./clock.ts";
import type { Language } from "./wire.ts";

const PREFIX = "/api/v1";
const PATIENCE_MS = 5000;

/** A refusal: `code` is stable, `detail` is for people. `unreachable` means that nobody answered. */
export class Problem extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, detail: string) {
    super(detail);
    this.code = code;
    this.status = status;
  }

  /** Whether the same request, with the same key, may succeed later: its outcome is not known, or it was not begun. */
  get passing(): boolean {
    return this.code === "key_in_flight" || this.status === 0 || this.status === 429 || this.status >= 500;
  }

  /** Whether no later try can end otherwise: this page is not let in, or there is no such thing. */
  get final(): boolean {
    return this.status === 401 || this.status === 403 || this.status === 404;
  }
}

export interface Asking {
  readonly language: Language;
  readonly token?: string;
  /** A ticket's own secret, which opens that ticket alone. */
  readonly secret?: string;
  readonly body?: unknown;
  readonly key?: string;
}

/** Return the answer to a request; throws `Problem`. */
export async function ask<Answer>(method: "GET" | "POST" | "PUT", path: string, asking: Asking): Promise<Answer> {
  const headers: Record<string, string> = { "Accept-Language": asking.language };
  if (asking.token !== undefined) headers.Authorization = `Bearer ${asking.token}`;
  if (asking.secret !== undefined) headers["X-Ticket-Secret"] = asking.secret;
  if (asking.key !== undefined) headers["Idempotency-Key"] = asking.key;
  if (method !== "GET") headers["Content-Type"] = "application/json";
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const response = await fetch(PREFIX + path, {
      method,
      headers,
      body: method !== "GET" ? JSON.stringify(asking.body ?? {}) : null,
      cache: "no-store",
      signal: patience.signal,
    });
    learnMoment(response.headers.get("Date"));
    const answer: unknown = await response.json();
    if (response.ok) return answer as Answer;
    const { code, detail } = answer as { code?: string; detail?: string };
    throw new Problem(code ?? "internal", response.status, detail ?? "");
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem("unreachable", 0, "");
  } finally {
    clearTimeout(timer);
  }
}

/** Return a new Idempotency-Key. `crypto.randomUUID` is only there over https, which a hall's own network may lack. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
