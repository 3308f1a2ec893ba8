/** On the phone: what could not be done is told under the number, and what came of it is read there. */

import { ask, newKey, Problem } from "#browser/asking.ts";
import { element } from "#browser/elements.ts";
import type { Language, OwnCases } from "#browser/wire.ts";
import { type Sentence, say } from "#browser/words.ts";

type Own = OwnCases["cases"][number];

const LONGEST = 400;
const WHY: Readonly<Record<Own["why"], Sentence>> = {
  papers_missing: "A paper is missing that cannot be had",
  not_here: "Not done by this office",
  system_down: "The system is down",
  law_unclear: "The rules are unclear",
  other: "Another reason",
};
const OUTCOMES: Readonly<Record<NonNullable<Own["outcome"]>, Sentence>> = {
  solved: "Done after all",
  explained: "Cannot be done, and why was explained",
  passed_on: "Passed on to another office",
  withdrawn: "Not wanted any more",
};

export class Failed {
  readonly place = element("section", { id: "failed", hidden: true });
  private own: OwnCases | null = null;
  private trouble = "";
  private busy = false;
  private readonly why = element("select", { id: "failed-why" });
  private readonly asked = element("textarea", { id: "failed-asked", maxlength: LONGEST, rows: 3 });

  constructor(
    private readonly path: string,
    private readonly asks: { readonly language: Language; readonly secret: string },
  ) {
    for (const [why, words] of Object.entries(WHY)) this.why.append(element("option", { value: why }, this.say(words)));
  }

  /** Learn what was told of this number; where that fails the number is followed all the same. */
  async look(): Promise<void> {
    try {
      this.own = await ask<OwnCases>("GET", this.path, { ...this.asks });
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      return;
    }
    this.draw();
  }

  private say(words: Sentence, values: Readonly<Record<string, string>> = {}): string {
    return say(this.asks.language, words, values);
  }

  private async tell(): Promise<void> {
    const asked = this.asked.value.trim();
    if (asked === "" || this.busy) {
      this.asked.focus();
      return;
    }
    this.busy = true;
    try {
      const body = { why: this.why.value, asked };
      this.own = await ask<OwnCases>("POST", this.path, { ...this.asks, key: newKey(), body });
      this.asked.value = "";
      this.trouble = "";
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.trouble = problem.code === "unreachable" ? this.say("No connection. Try again.") : problem.message;
    }
    this.busy = false;
    this.draw();
  }

  private draw(): void {
    const { own } = this;
    if (own === null) return;
    this.place.hidden = false;
    this.place.replaceChildren(
      ...(own.cases.length === 0 ? [] : [element("h2", {}, this.say("What could not be done"))]),
      ...own.cases.map((each) => this.one(each)),
      ...(own.more ? [this.form(own.cases.length === 0 && this.trouble === "")] : []),
    );
  }

  private one(each: Own): Node {
    const stands =
      each.outcome === null
        ? this.say(
            each.taken
              ? "Somebody sees to it. You read the answer here by {day}."
              : "It was told to the hall. You read the answer here by {day}.",
            { day: each.due },
          )
        : this.say(OUTCOMES[each.outcome]);
    return element(
      "div",
      { class: "card", "data-case": each.outcome ?? "open" },
      element("p", {}, element("b", {}, each.asked)),
      element("p", { class: "help" }, this.say(WHY[each.why])),
      element("p", { role: "status" }, stands),
      each.told === "" ? null : element("p", {}, each.told),
    );
  }

  private form(shut: boolean): Node {
    const send = element("button", { id: "failed-send", type: "button" }, this.say("Tell the hall"));
    send.onclick = () => void this.tell();
    return element(
      "details",
      { open: !shut && this.trouble !== "" },
      element("summary", {}, this.say("Could it not be done? Tell us.")),
      element(
        "div",
        { class: "telling" },
        element("label", { for: "failed-why" }, this.say("Why not, as you were told")),
        this.why,
        element("label", { for: "failed-asked" }, this.say("What you came for")),
        this.asked,
        this.trouble === "" ? null : element("p", { class: "alert", role: "alert" }, this.trouble),
        element("p", { class: "help" }, this.say("No names and no numbers of cards. The hall answers on this page.")),
        send,
      ),
    );
  }
}
