/** A clerk signs in at this counter: with name and PIN or password, or with a card that a reader types. */

import { ask, newKey, Problem } from "#browser/asking.ts";
import { element } from "#browser/elements.ts";
import type { Remembering } from "#browser/remembering.ts";
import { forget, remember, remembered, renewed } from "#browser/session.ts";
import type { Access, Center, Language, SignedInAtDesk } from "#browser/wire.ts";
import { otherLanguage, say } from "#browser/words.ts";

/** What stands in the way of signing in and can be taken over. */
const IN_THE_WAY: readonly string[] = ["desk_taken", "person_elsewhere"];
const LOOK_AGAIN_MS = 3000;
const PIN = /^\d{4,8}$/;

/** The token of a clerk: for this tab alone, beside what the counter is paired by. */
export function clerkStorage(tab: Remembering): Remembering {
  const named = (name: string): string => `${name}-clerk`;
  return {
    getItem: (name) => tab.getItem(named(name)),
    setItem: (name, value) => {
      tab.setItem(named(name), value);
    },
    removeItem: (name) => {
      tab.removeItem(named(name));
    },
  };
}

export interface Shown {
  readonly name?: string;
  readonly pin?: string;
  readonly password?: string;
  readonly card?: string;
}

/** Return what two fields show, null where the second is still to come: a card is typed into the first one, alone. */
export function shownBy(first: string, second: string): Shown | null {
  const name = first.trim();
  if (name === "") return null;
  if (second !== "") return PIN.test(second) ? { name, pin: second } : { name, password: second };
  // No staff number has so many digits; a reader ends what it types with Enter.
  return /\d/.test(name) && name.replace(/[^0-9A-Za-z]/g, "").length >= 8 ? { card: name } : null;
}

export interface AtForm {
  readonly access: Access;
  readonly language: Language;
  /** Whether somebody sits here whose place the next one takes: who shows a PIN of their own need not say so twice. */
  readonly takeOver: boolean;
  onIn(access: Access): void;
  onRefused(): void;
}

/** Return the form in which a clerk signs in. */
export function clerkForm(at: AtForm): { form: HTMLFormElement; field: HTMLInputElement } {
  const { language } = at;
  const common = { autocomplete: "off", autocapitalize: "off", spellcheck: "false" };
  const field = element("input", { id: "clerk", ...common, maxlength: 128, required: true });
  const secret = element("input", { id: "clerk-secret", type: "password", ...common, maxlength: 256 });
  const said = element("p", { class: "trouble", role: "alert" });
  const over = element("button", { id: "take-over", type: "button" }, say(language, "Take over"));
  const press = element("button", { type: "submit", class: "main" }, say(language, "Sign in here"));
  const form = element(
    "form",
    { id: "clerk-form" },
    element("label", { for: "clerk" }, say(language, "Name, staff number or card")),
    field,
    element("label", { for: "clerk-secret" }, say(language, "PIN or password")),
    secret,
    said,
    press,
  );
  let busy = false;
  const send = async (takeOver: boolean): Promise<void> => {
    const shown = shownBy(field.value, secret.value);
    if (shown === null) secret.focus();
    if (shown === null || busy) return;
    busy = true;
    said.textContent = "";
    over.remove();
    try {
      at.onIn(await signIn(at.access, { ...shown, take_over: takeOver }, language));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (problem.code === "token_unknown" || problem.code === "token_scope") at.onRefused();
      said.textContent =
        problem.code === "unreachable" ? say(language, "The server cannot be reached.") : problem.message;
      if (IN_THE_WAY.includes(problem.code)) {
        form.append(over);
        over.focus();
      } else if (shown.card === undefined) {
        secret.value = "";
        secret.focus();
      } else field.select();
    }
    busy = false;
  };
  form.onsubmit = (event) => {
    event.preventDefault();
    void send(at.takeOver);
  };
  over.onclick = () => void send(true);
  return { form, field };
}

async function signIn(access: Access, body: Readonly<Record<string, unknown>>, language: Language): Promise<Access> {
  const path = `/counters/${encodeURIComponent(access.counter ?? "")}/sign-in`;
  const { token } = await ask<SignedInAtDesk>("POST", path, { language, token: access.token, key: newKey(), body });
  return { ...access, token };
}

export interface ClerkDoor {
  readonly storage: Remembering;
  readonly place: HTMLElement;
  onLanguage(language: Language): void;
  /** The counter is not paired any more. */
  onRefused(): void;
}

/** Return what the console works with: a clerk's token where clerks sign in, that of the counter `desk` elsewhere. */
export async function clerkAt(door: ClerkDoor, desk: Access, language: Language): Promise<Access> {
  const center = await centerOf(door, desk, language);
  if (!center.desks_signed_in) {
    forget(door.storage);
    return desk;
  }
  const kept = remembered(door.storage);
  if (kept !== null && kept.counter === desk.counter) {
    const now = await renewed(door.storage, kept, language);
    if (now !== null) return now;
  }
  return new Promise((entered) => draw(door, desk, center, language, entered));
}

async function centerOf(door: ClerkDoor, desk: Access, language: Language): Promise<Center> {
  for (;;) {
    try {
      const path = `/centers/${encodeURIComponent(desk.center ?? "")}`;
      return await ask<Center>("GET", path, { language, token: desk.token });
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (problem.code === "token_unknown" || problem.code === "token_scope") door.onRefused();
      const words = problem.code === "unreachable" ? say(language, "The server cannot be reached.") : problem.message;
      door.place.replaceChildren(element("p", { class: "trouble", role: "alert" }, words));
      await new Promise((resolve) => window.setTimeout(resolve, LOOK_AGAIN_MS));
    }
  }
}

function draw(
  door: ClerkDoor,
  desk: Access,
  center: Center,
  language: Language,
  entered: (access: Access) => void,
): void {
  const { form, field } = clerkForm({
    access: desk,
    language,
    takeOver: false,
    onIn: (access) => {
      remember(door.storage, access);
      door.place.replaceChildren();
      entered(access);
    },
    onRefused: () => door.onRefused(),
  });
  form.className = "sign-in";
  const name = center.counters.find((each) => each.id === desk.counter)?.name[language] ?? "";
  form.prepend(element("h1", {}, `${name} · ${say(language, "Sign in")}`));
  const other = element(
    "button",
    { type: "button", class: "other", lang: language === "zh" ? "en" : "zh-CN" },
    otherLanguage(language),
  );
  other.onclick = () => {
    const next = language === "zh" ? "en" : "zh";
    door.onLanguage(next);
    document.documentElement.lang = next === "zh" ? "zh-CN" : "en";
    draw(door, desk, center, next, entered);
  };
  door.place.replaceChildren(element("div", { role: "main" }, form, other));
  document.title = say(language, "Counter console");
  field.focus();
}
