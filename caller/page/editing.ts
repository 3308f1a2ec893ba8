/** What editors and hall leads look at: where people stop, what they cannot answer, wrong lines, sentences that found nothing. */

import { ask, Problem } from "#browser/asking.ts";
import { element } from "#browser/elements.ts";
import { Latest } from "#browser/latest.ts";
import { forget } from "#browser/session.ts";
import { enter } from "#browser/signin.ts";
import type { Access, Editing, Language } from "#browser/wire.ts";
import { otherLanguage, readerLanguage, type Sentence, say } from "#browser/words.ts";
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

  constructor(private readonly access: Access) {
    at("language").onclick = () => {
      speak(language === "zh" ? "en" : "zh");
      this.draw();
      void this.look();
    };
    at("leave").onclick = () => {
      forget(STORAGE);
      location.reload();
    };
    this.draw();
    void this.look();
  }

  private async look(): Promise<void> {
    const newest = this.asking.asks();
    try {
      const told = await ask<Editing>("GET", `/editing?days=${this.days}`, { language, token: this.access.token });
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
    at("period").replaceChildren(...this.periods());
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
    at("tables").replaceChildren(...(told === null ? [] : tablesOf(told, language)));
  }

  private periods(): readonly Node[] {
    const buttons = PERIODS.map((days) => {
      const button = element(
        "button",
        { type: "button", "aria-pressed": String(days === this.days) },
        say(language, "Last {days} days", { days }),
      );
      button.onclick = () => {
        this.days = days;
        this.draw();
        void this.look();
      };
      return button;
    });
    const again = element("button", { type: "button", id: "again" }, say(language, "Look again"));
    again.onclick = () => void this.look();
    return [...buttons, again];
  }
}

const ONE: Sentence = "{count} consultation of the last {days} days was counted. Nobody is named.";
const MANY: Sentence = "{count} consultations of the last {days} days were counted. Nobody is named.";

async function start(): Promise<void> {
  document.body.classList.add("outside");
  const access = await enter({ storage: STORAGE, scope: "admin", place: at("entrance"), onLanguage: speak }, language);
  document.body.classList.remove("outside");
  new EditingPage(access);
}

void start();
