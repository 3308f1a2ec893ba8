/** A consultation as the API tells it, and its words: what a clerk reads before the citizen sits down. */

import type { Language, Text } from "../../displays/page/client/wire.ts";
import { say } from "../../displays/page/client/words.ts";

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
  readonly reasons: readonly { readonly text: Text; readonly clause: string | null; readonly action: Text | null; readonly enough_on: string | null }[];
  readonly because: readonly Because[];
  readonly optional: boolean;
  readonly left_out: boolean;
  readonly for_reference: boolean;
}

export interface Paper {
  readonly name: Text;
  readonly originals: number;
  readonly copies: number;
  readonly waived: boolean;
  readonly note: Text | null;
  readonly on_spot: boolean;
  readonly lacking: boolean;
  readonly due: string | null;
  readonly declaration: boolean;
  readonly stops: readonly number[];
  readonly how: "bring" | "mail" | "ready" | "upload";
}

export interface Stop {
  readonly point: string | null;
  readonly center: string | null;
  readonly services: readonly string[];
  readonly name: Text;
  readonly on: string | null;
  readonly steps: readonly { readonly name: Text; readonly task: "submit" | "collect" }[];
  readonly present: readonly { readonly name: Text }[];
  readonly proxy: readonly Text[];
}

export interface Consultation {
  readonly code: string;
  readonly answers: Readonly<Record<string, Value>>;
  readonly questions: readonly Question[];
  readonly about_left: number;
  readonly verdicts: readonly Verdict[];
  readonly inapplicable: readonly { readonly item: string; readonly name: Text; readonly because: readonly Because[] }[];
  readonly disagreements: readonly { readonly about: Text; readonly says: readonly Text[]; readonly sources: readonly string[]; readonly in_force: number | null; readonly items: readonly string[] }[];
  readonly knowledge: readonly { readonly text: Text; readonly source: string; readonly reviewed: boolean; readonly items: readonly string[] }[];
  readonly plan: { readonly visits: number; readonly stops: readonly Stop[]; readonly papers: readonly Paper[]; readonly advice: readonly Text[] } | null;
}

/** Return a date `YYYY-MM-DD` as people write it. */
export function dayWords(day: string, language: Language): string {
  return new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
}

/** Return how many of a paper are needed, and what else the clerk should know of it. */
export function paperWords(paper: Paper, language: Language): string {
  if (paper.waived) return say(language, "electronic, look it up");
  if (paper.how === "upload") return say(language, "photo or scan to upload");
  const parts = [paper.originals > 0 ? say(language, "original") : "", paper.copies > 0 ? say(language, paper.copies > 1 ? "{copies} copies" : "{copies} copy", { copies: paper.copies }) : ""];
  return parts.filter((part) => part !== "").join(say(language, ", "));
}

/** Return what is to know of a paper beside its count. */
export function paperNotes(paper: Paper, language: Language): readonly string[] {
  const notes = paper.note === null ? [] : [paper.note[language]];
  if (paper.on_spot) notes.push(say(language, "Is printed on the spot"));
  if (!paper.lacking) return notes;
  if (paper.declaration) return [...notes, say(language, "Lacks it: a signed promise will do")];
  return [...notes, paper.due === null ? say(language, "Lacks it") : say(language, "Lacks it: may follow until {day}", { day: dayWords(paper.due, language) })];
}

/** Return when a stop can be made, who must come, and how a relative may come instead. */
export function stopNotes(stop: Stop, language: Language): readonly string[] {
  const notes = stop.on === null || stop.point === null ? [] : [say(language, "from {day}", { day: dayWords(stop.on, language) })];
  if (stop.present.length > 0) notes.push(say(language, "In person: {people}", { people: stop.present.map((each) => each.name[language]).join(say(language, ", ")) }));
  return [...notes, ...stop.proxy.map((how) => say(language, "A relative may come instead: {how}", { how: how[language] }))];
}
