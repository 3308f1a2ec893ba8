/** The way in of somebody who is signed in to the administrators' house and writes checklists: nothing is typed. */

import { ask, Problem } from "#browser/asking.ts";
import type { Access, Language } from "#browser/wire.ts";

/** Return what whoever is signed in may open here; null where nobody is, or may not, or the server is away. */
export async function ownAccess(language: Language): Promise<Access | null> {
  const form = await told("form", await house("/admin/form.json"));
  if (form === null) return null;
  const token = await told("token", await house("/admin/token", form));
  if (token === null) return null;
  try {
    return { ...(await ask<Omit<Access, "token">>("GET", "/access", { language, token })), token };
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    return null;
  }
}

async function house(path: string, form: string | null = null): Promise<Response | null> {
  try {
    if (form === null) return await fetch(path, { cache: "no-store" });
    return await fetch(path, { method: "POST", headers: { "X-Form": form } });
  } catch {
    return null;
  }
}

/** Return what the house told under `name`; whoever is not signed in is sent on to a page instead. */
async function told(name: string, answer: Response | null): Promise<string | null> {
  if (answer === null || !answer.ok || answer.redirected) return null;
  const found = ((await answer.json()) as Partial<Record<string, unknown>>)[name];
  return typeof found === "string" ? found : null;
}
