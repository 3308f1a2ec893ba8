/**
 * What editors and hall leads look at: where people stop, what they cannot answer, wrong lines, sentences that found
 * nothing. Of all centers together, or of one.
 */

import { ask, Problem } from "#browser/asking.ts";
import { element } from "#browser/elements.ts";
import { Latest } from "#browser/latest.ts";
import { redraw } from "#browser/redrawing.ts";
import { forget, remember, remembered } from "#browser/session.ts";
import { enter } from "#browser/signin.ts";
import type { Access, Center, Editing, Language } from "#browser/wire.ts";
import { otherLanguage, readerLanguage, type Sentence, say } from "#browser/words.ts";
import { ownAccess } from "./own_access.ts";
import { tablesOf } from "./tables.ts";

const LANGUAGE = "banshi-language";
/** How far back is looked, in days; as long as consultations are kept first. */
const PERIODS = [7, 30, 90] as const;

function at(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no ${id}`);
  return found;
}

// Whoever may see and change everything signs in for this tab alone.
const STORAGE = sessionStorage;
const chosenBefore = localStorage.getItem(LANGUAGE);
let language: Language = readerLanguage(chosenBefore === null ? navigator.languages : [chosenBefore]);

function speak(chosen: Language): void {
  language = chosen;
  localStorage.setItem(LANGUAGE, chosen);
}

class EditingPage {
  private days: (typeof PERIODS)[number] = 30;
  private told: Editing | null = null;
  private trouble: Problem | null = null;
  private readonly asking = new Latest();
  private centers: readonly Center[] = [];
  private readonly center = element("select", { id: "center" });
  private readonly label = element("span");
  private readonly periods = PERIODS.map((days) => ({ days, button: element("button", { type: "button" }) }));
  private readonly again = element("button", { type: "button", id: "again" });

  constructor(private readonly access: Access) {
    at("period").replaceChildren(
      element("label", {}, this.label, this.center),
      ...this.periods.map(({ button }) => button),
      this.again,
    );
    for (const { days, button } of this.periods)
      button.onclick = () => {
        this.days = days;
        this.draw();
        void this.look();
      };
    this.center.onchange = this.again.onclick = () => void this.look();
    at("language").onclick = () => {
      speak(language === "zh" ? "en" : "zh");
      this.draw();
      void this.look();
    };
    at("leave").onclick = () => {
      forget(STORAGE);
      // Whoever is still signed in would be let in again at once.
      location.replace(`${location.pathname}?left`);
    };
    this.draw();
    void this.look();
  }

  private async look(): Promise<void> {
    const newest = this.asking.asks();
    const asking = { language, token: this.access.token };
    const center = this.center.value === "" ? "" : `&center=${encodeURIComponent(this.center.value)}`;
    try {
      if (this.centers.length === 0) this.centers = await ask<readonly Center[]>("GET", "/centers", asking);
      const told = await ask<Editing>("GET", `/editing?days=${this.days}${center}`, asking);
      if (!newest()) return;
      this.told = told;
      this.trouble = null;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (problem.code === "token_unknown" || problem.code === "token_scope") {
        forget(STORAGE);
        location.reload();
        return;
      }
      if (!newest()) return;
      this.trouble = problem;
    }
    this.draw();
  }

  private draw(): void {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    document.title = say(language, "For editors");
    at("title").textContent = say(language, "For editors");
    at("language").textContent = otherLanguage(language);
    at("leave").textContent = say(language, "Sign out");
    this.drawChoices();
    const { told, trouble } = this;
    at("trouble").textContent =
      trouble === null
        ? ""
        : trouble.code === "unreachable"
          ? say(language, "The server cannot be reached.")
          : trouble.message;
    at("counted").textContent =
      told === null
        ? say(language, trouble === null ? "One moment…" : "Nothing can be shown now.")
        : say(language, told.consultations === 1 ? ONE : MANY, { count: told.consultations, days: told.days });
    redraw(at("tables"), told === null ? [] : tablesOf(told, language));
  }

  private drawChoices(): void {
    this.label.textContent = say(language, "Where");
    redraw(this.center, [
      element("option", { value: "" }, say(language, "All centers and at home")),
      ...this.centers.map(({ id, name }) => element("option", { value: id, "data-center": id }, name[language])),
    ]);
    for (const { days, button } of this.periods) {
      button.setAttribute("aria-pressed", String(days === this.days));
      button.textContent = say(language, "Last {days} days", { days });
    }
    this.again.textContent = say(language, "Look again");
  }
}

const ONE: Sentence = "{count} consultation of the last {days} days was counted. Nobody is named.";
const MANY: Sentence = "{count} consultations of the last {days} days were counted. Nobody is named.";

async function start(): Promise<void> {
  document.body.classList.add("outside");
  const asks = remembered(STORAGE) === null && location.hash === "" && location.search !== "?left";
  const own = asks ? await ownAccess(language) : null;
  if (own !== null) remember(STORAGE, own);
  const access = await enter({ storage: STORAGE, scope: "admin", place: at("entrance"), onLanguage: speak }, language);
  document.body.classList.remove("outside");
  new EditingPage(access);
}

void start();
