/** A consultation as a counter goes through it with the citizen: begun, read, answered, left open; what is refused stays to be put right. */

import { ask, newKey, Problem } from "#browser/asking.ts";
import { Latest } from "#browser/latest.ts";
import type { Access, Answer, Because, Consultation, Language, Whom } from "#browser/wire.ts";
import { say } from "#browser/words.ts";
import type { Mark } from "./marks.ts";

const FRESH_MS = 25_000;

/** Return what of a wish is put with it: for whom it is is put by itself. */
function planWish({
  goal,
  leave_out,
  here,
  unsure,
  take_in,
}: Consultation["wish"]): Omit<Consultation["wish"], "household"> {
  return { goal, leave_out, here, unsure, take_in };
}

/** An answer that was given and does not fit, and why. */
export interface Unfit {
  readonly question: string;
  readonly value: Answer;
  readonly why: string;
}

export class Counsel {
  told: Consultation | null = null;
  code: string | null = null;
  trouble: string | null = null;
  busy = false;
  unfit: Unfit | null = null;
  /** An answer that was taken back to be given anew: so it can be put back as it was. */
  taken: { readonly because: Because; readonly value: Answer } | null = null;
  /** A question that was left open and that somebody can answer after all. */
  wanted: string | null = null;
  /** For whom it is and can be, while that is being said. */
  whom: Whom | null = null;
  /** When it was last asked for, by `performance.now()`. */
  private learned = -Infinity;
  private readonly learning = new Latest();

  constructor(
    private readonly access: Access,
    private readonly language: () => Language,
    private readonly changed: () => void,
  ) {}

  /** Speak of the consultation `code` from now on; of none with null. */
  turnTo(code: string | null): void {
    if (code === this.code) return;
    this.told = this.taken = this.wanted = this.trouble = this.unfit = this.whom = null;
    this.code = code;
    this.learned = -Infinity;
  }

  /** Read it again when that is due: the citizen may answer on a phone meanwhile. */
  async renew(): Promise<void> {
    if (this.code !== null && !this.busy && performance.now() - this.learned > FRESH_MS) await this.learn(this.code);
  }

  /** Begin a consultation over `checklists`; return its code, or null when that was refused, which is said. */
  async begin(checklists: readonly string[]): Promise<string | null> {
    try {
      const body = { checklists };
      const told = await ask<Consultation>("POST", "/consultations", { ...this.asking, key: newKey(), body });
      this.turnTo(told.code);
      this.told = told;
      this.learned = performance.now();
      return told.code;
    } catch (problem) {
      this.trouble = this.said(problem);
      this.changed();
      return null;
    }
  }

  /** Answer `question`. */
  async give(value: Answer, question: string): Promise<void> {
    if (this.code === null || this.busy) return;
    await this.put("answers", { [question]: value }, (problem) => {
      if (problem.code !== "answer_unfit") return;
      const asked = this.told?.questions.find((each) => each.id === question)?.text[this.language()] ?? "";
      // The question itself stands above already.
      this.unfit = { question, value, why: problem.message.replace(asked, "").trim() };
    });
  }

  /** Ask no more what the citizen cannot answer: the plan becomes that of what is sure. */
  async leaveOpen(question: string): Promise<void> {
    if (this.code === null || this.told === null || this.busy) return;
    const wish = planWish(this.told.wish);
    await this.put("wish", { ...wish, unsure: [...new Set([...wish.unsure, question])] });
  }

  /** Put an optional item into the plan, whatever it costs. */
  async takeIn(item: string): Promise<void> {
    if (this.code === null || this.told === null || this.busy) return;
    const wish = planWish(this.told.wish);
    await this.put("wish", { ...wish, take_in: [...new Set([...wish.take_in, item])] });
  }

  /** Ask for whom it is; a second time it is not asked any more. */
  async askWhom(): Promise<void> {
    const { code } = this;
    if (code === null || this.busy) return;
    if (this.whom !== null) {
      this.whom = null;
    } else {
      try {
        const whom = await ask<Whom>("GET", `/consultations/${encodeURIComponent(code)}/whom`, this.asking);
        if (this.code === code) this.whom = whom;
      } catch (problem) {
        this.trouble = this.said(problem);
      }
    }
    this.changed();
  }

  /** Say for whom `checklist`, and what is alike, is; whoever is no longer there takes their answers along. */
  async forThese(checklist: string, people: readonly string[]): Promise<void> {
    if (this.code === null || this.busy) return;
    if (await this.learn(this.code, "whom", { checklist, people })) this.taken = this.wanted = this.whom = null;
    this.changed();
  }

  /** Ask a question that was left open. */
  want(question: string): void {
    this.wanted = question;
    this.unfit = null;
    this.changed();
  }

  /** Take an answer back, so that its question is asked again. */
  async takeBack(because: Because): Promise<void> {
    const value = this.told?.answers[because.fact];
    if (this.code === null || this.busy || value === undefined) return;
    this.taken = { because, value };
    this.wanted = this.unfit = null;
    if (!(await this.learn(this.code, "answers", { [because.fact]: null }))) this.taken = null;
    this.changed();
  }

  /** Pass on that a line of the lists is wrong. */
  readonly mark: Mark = async (about, line, why) => {
    try {
      await ask("POST", "/line-marks", { ...this.asking, key: newKey(), body: { about, line, why } });
      return true;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      return false;
    }
  };

  private get asking(): { readonly language: Language; readonly token: string } {
    return { language: this.language(), token: this.access.token };
  }

  private async put(what: "answers" | "wish", body: unknown, refused?: (problem: Problem) => void): Promise<void> {
    this.unfit = null;
    if (await this.learn(this.code ?? "", what, body, refused)) this.taken = this.wanted = null;
    this.changed();
  }

  private async learn(
    code: string,
    put?: "answers" | "whom" | "wish",
    body?: unknown,
    refused?: (problem: Problem) => void,
  ): Promise<boolean> {
    const path = `/consultations/${encodeURIComponent(code)}`;
    const { asking } = this;
    // An answer that is given while the plan is looked at is newer than what that look will tell.
    const newest = this.learning.asks();
    this.learned = performance.now();
    this.busy = put !== undefined;
    this.changed();
    try {
      const told =
        put === undefined
          ? await ask<Consultation>("GET", path, asking)
          : await ask<Consultation>("PUT", `${path}/${put}`, { ...asking, body });
      if (this.code !== code || !newest()) return false;
      this.told = told;
      this.trouble = null;
      return true;
    } catch (problem) {
      const said = this.said(problem);
      if (this.code === code && newest()) {
        if (problem instanceof Problem) refused?.(problem);
        this.trouble = this.unfit === null ? said : null;
      }
      return false;
    } finally {
      if (newest()) this.busy = false;
      this.changed();
    }
  }

  private said(problem: unknown): string {
    if (!(problem instanceof Problem)) throw problem;
    return problem.code === "unreachable" ? say(this.language(), "The plan cannot be read now.") : problem.message;
  }
}
