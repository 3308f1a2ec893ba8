/** Letting a page in: by the code in its address, by what it remembers, or by a code typed into a form. */

import { Problem } from "./asking.ts";
import { element } from "./elements.ts";
import { codeInAddress, forget, redeem, remembered } from "./session.ts";
import type { Access, Language } from "./wire.ts";
import { say } from "./words.ts";

/** Return what this page may open; asks in `place` until a code for `scope` is given. */
export async function enter(
  storage: Storage,
  scope: "counter" | "display",
  place: HTMLElement,
  language: Language,
  why: string | null = null,
): Promise<Access> {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  let trouble = why;
  const code = codeInAddress();
  if (code !== null) {
    const access = await attempt(storage, scope, code, language);
    if (typeof access !== "string") return access;
    trouble = access;
  } else {
    const access = remembered(storage);
    if (access !== null && access.scope === scope) return access;
  }
  return new Promise((resolve) => {
    const { form, field, said } = draw(place, scope, language, trouble);
    form.onsubmit = async (event) => {
      event.preventDefault();
      // People paste the whole address as often as the code.
      const typed = field.value.trim().replace(/^.*#/, "");
      if (typed === "") return;
      const access = await attempt(storage, scope, typed, language);
      if (typeof access !== "string") {
        place.replaceChildren();
        resolve(access);
        return;
      }
      said.textContent = access;
      field.select();
    };
  });
}

async function attempt(storage: Storage, scope: string, code: string, language: Language): Promise<Access | string> {
  try {
    const access = await redeem(storage, code, language);
    if (access.scope === scope && access.center !== null) return access;
    forget(storage);
    return say(language, "This code is for another page. Ask the administrator for one for this page.");
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    if (problem.code === "token_unknown") {
      return say(language, "This code was used already or is too old. Ask the administrator for a new one.");
    }
    return problem.code === "unreachable" ? say(language, "The server cannot be reached.") : problem.message;
  }
}

function draw(
  place: HTMLElement,
  scope: "counter" | "display",
  language: Language,
  trouble: string | null,
): { form: HTMLFormElement; field: HTMLInputElement; said: HTMLElement } {
  const title = scope === "counter" ? "Counter console" : "Hall screen";
  const field = element("input", { id: "code", name: "code", autocomplete: "off", autocapitalize: "off", spellcheck: "false", required: true });
  const said = element("p", { class: "trouble", role: "alert" }, trouble ?? "");
  const form = element(
    "form",
    { id: "sign-in", class: "sign-in" },
    element("h1", {}, say(language, title)),
    element("label", { for: "code" }, say(language, "One-time code")),
    field,
    element("p", { class: "help" }, say(language, "The administrator gives it. It opens this page once, within 60 minutes.")),
    said,
    element("button", { type: "submit", class: "main" }, say(language, "Open this page")),
  );
  place.replaceChildren(element("div", { role: "main" }, form));
  document.title = say(language, title);
  field.focus();
  return { form, field, said };
}
