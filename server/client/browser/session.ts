/** Who this page is: a one-time code becomes a token, kept in the browser's storage until it is refused. */

import { ask } from "./asking.ts";
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
  storage.setItem(NAME, JSON.stringify(access));
  return access;
}

export function remembered(storage: Remembering): Access | null {
  const text = storage.getItem(NAME);
  return text === null ? null : (JSON.parse(text) as Access);
}

export function forget(storage: Remembering): void {
  storage.removeItem(NAME);
}
