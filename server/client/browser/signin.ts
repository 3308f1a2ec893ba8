/** Letting a page in: by the code in its address, by what it remembers, by one typed into a form, or by being paired. */

import { Problem } from "./asking.ts";
import { element } from "./elements.ts";
import type { Remembering } from "./remembering.ts";
import { Pairing } from "./pairing.ts";
import { codeInAddress, forget, redeem, remember, remembered, renewed } from "./session.ts";
import type { Access, Language } from "./wire.ts";
import { otherLanguage, type Sentence, say } from "./words.ts";

/** A page's entrance: where it remembers, what it is for, where it asks; `onLanguage` hears which language was chosen there. */
export interface Door {
  readonly storage: Remembering;
  readonly scope: "counter" | "display" | "admin";
  readonly place: HTMLElement;
  onLanguage(language: Language): void;
}

/** Where whoever writes checklists signs in, and comes back from. */
const SIGN_IN = "/admin/sign-in?onward=/caller/editing";
const TITLES: Readonly<Record<Door["scope"], Sentence>> = {
  counter: "Counter console",
  display: "Hall screen",
  admin: "For editors",
};

/** Return what this page may open; asks at `door` until a code is given. */
export async function enter(door: Door, language: Language, why: string | null = null): Promise<Access> {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  let trouble = why;
  const code = codeInAddress();
  if (code !== null) {
    const access = await attempt(door, code, language);
    if (typeof access !== "string") return access;
    trouble = access;
  } else {
    const access = remembered(door.storage);
    if (access !== null && access.scope === door.scope) {
      const now = await renewed(door.storage, access, language);
      if (now !== null) return now;
      trouble ??= say(language, "This page is not known any more. It needs a new code.");
    }
  }
  return new Promise((entered) => {
    const opened = (access: Access): void => {
      pairing?.stop();
      door.place.replaceChildren();
      entered(access);
    };
    const paired = (access: Access): void => {
      remember(door.storage, access);
      opened(access);
    };
    // Whoever looks after the whole city signs in; what stands in a hall for good is paired.
    const pairing = door.scope === "admin" ? null : new Pairing(door.scope, paired);
    askAt(door, language, trouble, opened, pairing);
  });
}

function askAt(
  door: Door,
  language: Language,
  trouble: string | null,
  entered: (access: Access) => void,
  pairing: Pairing | null,
  typed = "",
): void {
  const { form, field, said, other, shown } = draw(door, language, trouble);
  pairing?.show(shown, language);
  field.value = typed;
  other.onclick = () => {
    const next = language === "zh" ? "en" : "zh";
    door.onLanguage(next);
    document.documentElement.lang = next === "zh" ? "zh-CN" : "en";
    askAt(door, next, null, entered, pairing, field.value);
  };
  form.onsubmit = async (event) => {
    event.preventDefault();
    // People paste the whole address as often as the code.
    const code = field.value.trim().replace(/^.*#/, "");
    if (code === "") return;
    const access = await attempt(door, code, language);
    if (typeof access !== "string") {
      entered(access);
      return;
    }
    said.textContent = access;
    field.select();
  };
}

async function attempt({ storage, scope }: Door, code: string, language: Language): Promise<Access | string> {
  try {
    const access = await redeem(storage, code, language);
    // Whoever looks after the whole city has no center; every other page is that of one.
    if (access.scope === scope && (access.center !== null || scope === "admin")) return access;
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
  { place, scope }: Door,
  language: Language,
  trouble: string | null,
): {
  form: HTMLFormElement;
  field: HTMLInputElement;
  said: HTMLElement;
  other: HTMLButtonElement;
  shown: HTMLElement;
} {
  const title = TITLES[scope];
  const field = element("input", {
    id: "code",
    name: "code",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    required: true,
  });
  const said = element("p", { class: "trouble", role: "alert" }, trouble ?? "");
  const other = element(
    "button",
    { type: "button", class: "other", lang: language === "zh" ? "en" : "zh-CN" },
    otherLanguage(language),
  );
  const form = element(
    "form",
    { id: "sign-in", class: "sign-in" },
    element("h1", {}, say(language, title)),
    element("label", { for: "code" }, say(language, "One-time code")),
    field,
    element(
      "p",
      { class: "help" },
      say(language, "The administrator gives it. It opens this page once, within 60 minutes."),
    ),
    said,
    element("button", { type: "submit", class: "main" }, say(language, "Open this page")),
    scope === "admin"
      ? element("a", { href: SIGN_IN, class: "account" }, say(language, "Sign in with your account"))
      : null,
  );
  const shown = element("section", { class: "pairing" });
  const ways = scope === "admin" ? [form] : [shown, form];
  place.replaceChildren(element("div", { role: "main" }, element("div", { class: "ways" }, ...ways), other));
  document.title = say(language, title);
  field.focus();
  return { form, field, said, other, shown };
}
