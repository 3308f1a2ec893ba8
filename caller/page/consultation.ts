/** A consultation as the API tells it, and its words: what a clerk reads before the citizen sits down. */

import type { Language, Text } from "#browser/wire.ts";
import { say } from "#browser/words.ts";

export type Value = string | number | boolean;

export interface Because {
  readonly fact: string;
  readonly question: Text;
  readonly answer: Text;
}

export interface Question {
  readonly id: string;
  readonly kind: "choice" | "yes_no" | "number" | "date";
  readonly text: Text;
  readonly help: Text | null;
  readonly choices: readonly { readonly value: Value; readonly text: Text }[];
  readonly low: number;
  readonly high: number;
  readonly unit: Text | null;
  readonly entity: Text | null;
}

export interface Verdict {
  readonly item: string;
  readonly name: Text;
  readonly state: "can" | "not_yet" | "cannot" | "unknown";
  readonly reasons: readonly {
    readonly text: Text;
    readonly clause: string | null;
    readonly action: Text | null;
    readonly enough_on: string | null;
  }[];
  readonly because: readonly Because[];
  readonly optional: boolean;
  readonly left_out: boolean;
  readonly for_reference: boolean;
  readonly hint: Text | null;
  readonly help: Text | null;
  readonly supply: Text | null;
}

export interface Paper {
  readonly name: Text;
  readonly originals: number;
  readonly copies: number;
  readonly collected: number;
  readonly fresh_from: string | null;
  readonly waived: boolean;
  readonly note: Text | null;
  readonly on_spot: boolean;
  readonly lacking: boolean;
  readonly due: string | null;
  readonly declaration: boolean;
  readonly stops: readonly number[];
  readonly how: "bring" | "mail" | "ready" | "upload";
}

export interface Step {
  readonly name: Text;
  readonly task: "submit" | "collect";
  readonly days: number;
  readonly fee: number;
  readonly until: string | null;
}

export interface Stop {
  readonly point: string | null;
  readonly center: string | null;
  readonly services: readonly string[];
  readonly name: Text;
  readonly on: string | null;
  readonly steps: readonly Step[];
  readonly present: readonly { readonly name: Text }[];
  readonly proxy: readonly Text[];
}

export interface Consultation {
  readonly code: string;
  readonly answers: Readonly<Record<string, Value>>;
  readonly questions: readonly Question[];
  readonly about_left: number;
  readonly verdicts: readonly Verdict[];
  readonly inapplicable: readonly {
    readonly item: string;
    readonly name: Text;
    readonly because: readonly Because[];
  }[];
  readonly disagreements: readonly {
    readonly about: Text;
    readonly says: readonly Text[];
    readonly sources: readonly string[];
    readonly in_force: number | null;
    readonly items: readonly string[];
  }[];
  readonly knowledge: readonly {
    readonly text: Text;
    readonly source: string;
    readonly reviewed: boolean;
    readonly items: readonly string[];
  }[];
  readonly plan: {
    readonly visits: number;
    readonly stops: readonly Stop[];
    readonly papers: readonly Paper[];
    readonly advice: readonly Text[];
    readonly cautions: readonly { readonly text: Text }[];
    readonly undone: readonly string[];
  } | null;
}

/** Return a date `YYYY-MM-DD` as people write it. */
export function dayWords(day: string, language: Language): string {
  return new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", { dateStyle: "long", timeZone: "UTC" }).format(
    new Date(`${day}T00:00:00Z`),
  );
}

/** Return how many of a paper are needed, and what else the clerk should know of it. */
export function paperWords(paper: Paper, language: Language): string {
  if (paper.waived) return say(language, "electronic, look it up");
  if (paper.how === "upload") return say(language, "photo or scan to upload");
  const parts = [
    paper.originals > 0 ? say(language, "original") : "",
    paper.copies > 0
      ? say(language, paper.copies > 1 ? "{copies} copies" : "{copies} copy", { copies: paper.copies })
      : "",
  ];
  return (
    parts.filter((part) => part !== "").join(say(language, ", ")) +
    (paper.collected > 0 ? say(language, " (stays at the counter)") : "")
  );
}

/** Return what is to know of a paper beside its count. */
export function paperNotes(paper: Paper, language: Language): readonly string[] {
  const notes = paper.note === null ? [] : [paper.note[language]];
  if (paper.on_spot) notes.push(say(language, "Is printed on the spot"));
  if (paper.fresh_from !== null)
    notes.push(say(language, "Got on {day} or later", { day: dayWords(paper.fresh_from, language) }));
  if (!paper.lacking) return notes;
  if (paper.declaration) return [...notes, say(language, "Lacks it: a signed promise will do")];
  return [
    ...notes,
    paper.due === null
      ? say(language, "Lacks it")
      : say(language, "Lacks it: may follow until {day}", { day: dayWords(paper.due, language) }),
  ];
}

/** Return when a stop can be made, who must come, and how a relative may come instead. */
export function stopNotes(stop: Stop, language: Language): readonly string[] {
  const notes =
    stop.on === null || stop.point === null ? [] : [say(language, "from {day}", { day: dayWords(stop.on, language) })];
  if (stop.present.length > 0)
    notes.push(
      say(language, "In person: {people}", {
        people: stop.present.map((each) => each.name[language]).join(say(language, ", ")),
      }),
    );
  return [
    ...notes,
    ...stop.proxy.map((how) => say(language, "A relative may come instead: {how}", { how: how[language] })),
  ];
}

/** Return how long a thing handed in takes, what it costs, and when its result comes. */
export function stepNotes(step: Step, language: Language): string {
  if (step.task === "collect") return "";
  const days =
    step.days === 0
      ? say(language, "done on the spot")
      : say(language, step.days > 1 ? "{days} working days" : "{days} working day", { days: step.days });
  const fee = step.fee > 0 ? [say(language, "{fee} yuan", { fee: step.fee })] : [];
  const result =
    step.days > 0 && step.until !== null
      ? [say(language, "result about {day}", { day: dayWords(step.until, language) })]
      : [];
  return [days, ...fee, ...result].join(say(language, ", "));
}

/** Return what may go wrong with the plan: what expires or closes too early, what is offered nowhere. */
export function warnings(told: Consultation, language: Language): readonly string[] {
  const { plan } = told;
  if (plan === null) return [];
  const nowhere = plan.undone.map((item) => {
    const name = told.verdicts.find((each) => each.item === item)?.name[language] ?? item;
    return say(language, "“{item}” is offered nowhere now. Please ask at the guide desk.", { item: name });
  });
  return [...plan.cautions.map((each) => each.text[language]), ...nowhere];
}
