/** Who this page is: a one-time code becomes a token, kept in the browser's storage until it is refused. */

import { ask, Problem } from "./asking.ts";
import type { Remembering } from "./remembering.ts";
import type { Access, Language } from "./wire.ts";

const NAME = "banshi-access";

/** Take the one-time code out of the address, where a look over the shoulder would find it. */
export function codeInAddress(): string | null {
  const code = decodeURIComponent(location.hash.slice(1));
  if (code === "") return null;
  history.replaceState(null, "", location.pathname + location.search);
  return code;
}

/** Return what `code` opens, and keep it in `storage`; throws `Problem`. */
export async function redeem(storage: Remembering, code: string, language: Language): Promise<Access> {
  const access = await ask<Access>("POST", "/access", { language, body: { code } });
  remember(storage, access);
  return access;
}

/** Keep `access`; a storage that is full or forbidden keeps nothing, and the page works until it is closed. */
export function remember(storage: Remembering, access: Access): void {
  try {
    storage.setItem(NAME, JSON.stringify(access));
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

/** Return what is kept; what was half written is thrown away, so that the page asks for a code and is not blank. */
export function remembered(storage: Remembering): Access | null {
  let kept: unknown = null;
  try {
    kept = JSON.parse(storage.getItem(NAME) ?? "null");
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  if (isAccess(kept)) return kept;
  forget(storage);
  return null;
}

function isAccess(kept: unknown): kept is Access {
  if (typeof kept !== "object" || kept === null) return false;
  const { token, scope, center, live } = kept as Partial<Record<string, unknown>>;
  const named = center !== null || scope === "admin" ? [token, scope, live] : [token, scope, center, live];
  return [...named, center ?? "city"].every((each) => typeof each === "string" && each !== "");
}

export function forget(storage: Remembering): void {
  storage.removeItem(NAME);
}

/**
 * Return `access` as the server tells it now: the live socket may have moved since it was kept.
 *
 * Null when the server does not know it any more. Whoever cannot be reached is asked again by whoever needs it.
 */
export async function renewed(storage: Remembering, access: Access, language: Language): Promise<Access | null> {
  try {
    const now = await ask<Omit<Access, "token">>("GET", "/access", { language, token: access.token });
    const fresh = { ...access, ...now };
    if (fresh.live !== access.live) remember(storage, fresh);
    return fresh;
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    if (problem.code !== "token_unknown" && problem.code !== "token_scope") return access;
    forget(storage);
    return null;
  }
}
