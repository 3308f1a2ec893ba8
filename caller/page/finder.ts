/** Finding what somebody came for: a sentence, the matters that it leads to, and guidance begun over those that are ticked. */

import { ask, newKey, Problem } from "#browser/asking.ts";
import { element, icon, ICONS } from "#browser/elements.ts";
import { Latest } from "#browser/latest.ts";
import type { Access, Found, Language, Matter } from "#browser/wire.ts";
import { say } from "#browser/words.ts";

/** Letters of a sentence that are asked. */
const LONGEST = 200;

export class Finder {
  readonly form: HTMLFormElement;
  private readonly label = element("label", { for: "sentence" });
  private readonly field = element("input", {
    id: "sentence",
    autocomplete: "off",
    maxlength: LONGEST,
    enterkeyhint: "search",
  });
  private readonly search = element("button", { type: "submit", id: "sentence-search" });
  private readonly asking = new Latest();
  private found: Found | null = null;
  private ticked: ReadonlySet<string> = new Set();
  private trouble: string | null = null;
  private busy = false;

  constructor(
    private readonly access: Access,
    private readonly language: () => Language,
    private readonly begin: (checklists: readonly string[]) => Promise<boolean>,
    private readonly changed: () => void,
  ) {
    this.form = element("form", { id: "sentence-form" }, this.label, this.field, this.search);
    this.form.onsubmit = (event) => {
      event.preventDefault();
      void this.look();
    };
    this.field.onkeydown = (event) => {
      if (event.key !== "Escape") return;
      this.leave();
      this.field.blur();
    };
  }

  /** Whether something was looked for, so that what was found stands in place of a plan. */
  get open(): boolean {
    return this.found !== null || this.trouble !== null;
  }

  /** What is shown follows from this. */
  get state(): unknown {
    return [this.found, [...this.ticked], this.trouble, this.busy];
  }

  /** Put the cursor into the box for a sentence. */
  focus(): void {
    this.field.focus();
    this.field.select();
  }

  /** Forget what was looked for. */
  leave(): void {
    this.field.value = "";
    this.found = this.trouble = null;
    this.asking.asks();
    this.changed();
  }

  /** Write the words of the form. */
  draw(): void {
    const language = this.language();
    this.label.replaceChildren(say(language, "What did the person come for?"), element("kbd", {}, "I"));
    this.search.textContent = say(language, "Search");
    this.field.placeholder = say(language, "For example: my child starts school, or: yb");
  }

  /** Return what was found, ready to be begun with. */
  listed(): readonly Node[] {
    const language = this.language();
    const { found, trouble } = this;
    const alert =
      trouble === null
        ? []
        : [element("p", { class: "trouble", role: "alert" }, icon(ICONS.alert), element("span", {}, trouble))];
    if (found === null) return alert;
    const told =
      found.told === null
        ? []
        : [
            element(
              "p",
              { class: "mind", role: "status" },
              icon(ICONS.alert),
              element("span", {}, found.told[language]),
            ),
          ];
    const close = element("button", { type: "button", class: "plain", id: "found-close" }, say(language, "Close it"));
    close.onclick = () => this.leave();
    return [
      ...alert,
      ...told,
      ...this.answers(found, language),
      ...(found.matters.length === 0 ? [] : [this.matters(found, language)]),
      close,
    ];
  }

  private matters(found: Found, language: Language): HTMLElement {
    const head = say(
      language,
      found.together.length > 0
        ? "Several matters were named"
        : found.covered
          ? "This is what we found"
          : "Or did you mean one of these?",
    );
    const rows = found.matters.map((matter) => this.row(matter, language));
    const { size } = this.ticked;
    const start = element(
      "button",
      { type: "submit", class: "main", id: "matters-begin", disabled: this.busy || size === 0 },
      say(language, size > 1 ? "Begin guidance for {count} matters" : "Begin guidance", { count: size }),
    );
    const form = element("form", { id: "matters", class: "ticked" }, element("h3", {}, head), ...rows, start);
    form.onsubmit = (event) => {
      event.preventDefault();
      void this.start();
    };
    return form;
  }

  private row(matter: Matter, language: Language): HTMLElement {
    const box = element("input", { type: "checkbox", value: matter.id, disabled: this.busy });
    box.checked = this.ticked.has(matter.id);
    box.onchange = () => {
      const others = [...this.ticked].filter((each) => each !== matter.id);
      this.ticked = new Set(box.checked ? [...others, matter.id] : others);
      this.changed();
      document.querySelector<HTMLElement>(`#matters [value="${CSS.escape(matter.id)}"]`)?.focus();
    };
    const names = matter.by.slice(0, 2).map((each) => each[language]);
    const why =
      names.length === 0
        ? matter.summary[language]
        : say(language, "Part of it: {items}", { items: names.join(say(language, ", ")) });
    return element(
      "label",
      {},
      box,
      element("span", {}, matter.name[language], why === "" ? null : element("small", {}, why)),
    );
  }

  private answers(found: Found, language: Language): readonly Node[] {
    if (found.answers.length === 0) return [];
    return [
      element("h3", {}, say(language, "What is written about it")),
      ...found.answers.map((each) => {
        // A question is written in Chinese only; its answer is in both languages.
        const title = language === "zh" && each.title !== "" ? element("b", {}, each.title) : null;
        return element("p", { class: "point" }, title, element("span", {}, each.text[language]));
      }),
    ];
  }

  private async look(): Promise<void> {
    const sentence = this.field.value.trim();
    const newest = this.asking.asks();
    const asking = { language: this.language(), token: this.access.token };
    try {
      const found = await ask<Found>("GET", `/search?q=${encodeURIComponent(sentence)}`, asking);
      if (!newest()) return;
      this.found = found;
      this.trouble = null;
      this.ticked = new Set(found.matters.filter((each) => each.meant).map((each) => each.id));
      this.changed();
      const begin = document.querySelector<HTMLElement>("#matters-begin:enabled");
      (begin ?? document.querySelector<HTMLElement>("#matters input") ?? this.field).focus();
      // Editors learn of it, counted; that they cannot be told now hinders nobody.
      if (!found.covered && !knownElsewhere(found))
        await ask("POST", "/unfound", { ...asking, key: newKey(), body: { sentence } });
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (!newest() || this.found !== null) return;
      this.trouble =
        problem.code === "unreachable" ? say(this.language(), "The server cannot be reached.") : problem.message;
      this.changed();
    }
  }

  private async start(): Promise<void> {
    if (this.busy || this.ticked.size === 0) return;
    this.busy = true;
    this.changed();
    const inOrder = (this.found?.matters ?? []).map((each) => each.id).filter((each) => this.ticked.has(each));
    const begun = await this.begin(inOrder);
    this.busy = false;
    if (begun) this.leave();
    else this.changed();
  }
}

/** Whether it is written down who does this instead. */
function knownElsewhere({ elsewhere }: Found): boolean {
  return elsewhere !== null && (elsewhere.words ?? []).length > 0;
}
