/** What the page of a number was given with it: names, places and zone of its center, the language and the secret. */

import { clockTime } from "#browser/clock.ts";
import type { Language, Text } from "#browser/wire.ts";
import { type Sentence, say, type Values } from "#browser/words.ts";

export interface Names {
  readonly center?: Text;
  readonly names?: Readonly<Record<string, Text>>;
  readonly places?: Readonly<Record<string, Text>>;
  readonly timezone?: string;
  /** Whether times are booked there. */
  readonly booked?: boolean;
}

export class Around {
  constructor(
    readonly language: Language,
    private readonly names: Names,
    readonly secret: string,
  ) {}

  words(message: Sentence, values: Values = {}): string {
    return say(this.language, message, values);
  }

  /** Return what a service or a counter is called. */
  name(id: string | null): string {
    return id === null ? "" : (this.names.names?.[id]?.[this.language] ?? id);
  }

  /** Return where a counter stands, as people look for it. */
  place(counter: string): string {
    return this.names.places?.[counter]?.[this.language] ?? "";
  }

  get center(): string {
    return this.names.center?.[this.language] ?? "";
  }

  get booked(): boolean {
    return this.names.booked === true;
  }

  /** Return a moment as the clocks of the center show it. */
  time(moment: string | null | undefined): string {
    return clockTime(Date.parse(moment ?? ""), this.names.timezone ?? "Asia/Shanghai");
  }
}
