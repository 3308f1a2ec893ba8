/** What stays is the same element, and nothing that was pressed becomes something else. */

import { beforeEach, expect, test } from "vitest";

import { matched, redraw } from "#browser/redrawing.ts";

test.each([
  ["one went", ["a", "b", "c"], ["a", "c"], [0, 2]],
  ["one came", ["a", "c"], ["a", "b", "c"], [0, null, 1]],
  ["others", ["a"], ["b"], [null]],
  ["order changed", ["a", "b"], ["b", "a"], [1, 0]],
  ["alike", ["li", "li"], ["li", "li", "li"], [0, 1, null]],
])("which is which: %s", (_, standing, fresh, which) => {
  expect(matched(standing, fresh)).toEqual(which);
});

/** As much of a document as redrawing looks at; `changes` counts what was put, taken or written. */
let changes = 0;
let inUse: { readonly active?: Made; readonly focused?: Made } = {};

class Made {
  childNodes: Made[] = [];
  parent: Made | null = null;
  nodeType = 1;
  private value: string | null = null;
  private readonly attributes: Map<string, string>;
  readonly ownerDocument = {
    get activeElement(): Made | null {
      return inUse.focused ?? null;
    },
  };

  constructor(
    readonly nodeName: string,
    attributes: Readonly<Record<string, string>> = {},
    ...children: readonly (Made | string)[]
  ) {
    this.attributes = new Map(Object.entries(attributes));
    for (const child of children) {
      const made = typeof child === "string" ? Made.text(child) : child;
      made.parent = this;
      this.childNodes.push(made);
    }
  }

  static text(words: string): Made {
    const made = new Made("#text");
    made.nodeType = 3;
    made.value = words;
    return made;
  }

  get nodeValue(): string | null {
    return this.value;
  }
  set nodeValue(words: string | null) {
    changes += 1;
    this.value = words;
  }
  get lastChild(): Made | null {
    return this.childNodes.at(-1) ?? null;
  }
  get nextSibling(): Made | null {
    return this.beside(1);
  }
  get previousSibling(): Made | null {
    return this.beside(-1);
  }
  private beside(by: number): Made | null {
    const all = this.parent?.childNodes ?? [];
    return all[all.indexOf(this) + by] ?? null;
  }
  remove(): void {
    changes += 1;
    if (this.parent !== null) this.parent.childNodes = this.parent.childNodes.filter((each) => each !== this);
    this.parent = null;
  }
  insertBefore(child: Made, before: Made | null): void {
    child.remove();
    child.parent = this;
    this.childNodes.splice(before === null ? this.childNodes.length : this.childNodes.indexOf(before), 0, child);
  }
  contains(other: Made | null): boolean {
    return other !== null && (other === this || this.childNodes.some((each) => each.contains(other)));
  }
  matches(selector: string): boolean {
    return selector === ":active" && this.contains(inUse.active ?? null);
  }
  getAttributeNames(): readonly string[] {
    return [...this.attributes.keys()];
  }
  getAttribute(name: string): string | null {
    return this.attributes.get(name) ?? null;
  }
  hasAttribute(name: string): boolean {
    return this.attributes.has(name);
  }
  setAttribute(name: string, value: string): void {
    changes += 1;
    this.attributes.set(name, value);
  }
  removeAttribute(name: string): void {
    changes += 1;
    this.attributes.delete(name);
  }
  get text(): string {
    return this.value ?? this.childNodes.map((each) => each.text).join("");
  }
}

const row = (id: string, words: string = id): Made =>
  new Made("LI", { "data-ticket": id }, new Made("B", {}, words), new Made("BUTTON", { "data-verb": "back" }, "press"));
const draw = (place: Made, ...rows: readonly Made[]): void =>
  redraw(place as unknown as Node, rows as unknown as readonly Node[]);
const texts = (place: Made): readonly string[] => place.childNodes.map((each) => each.text);

beforeEach(() => {
  inUse = {};
});

test("the same once more changes nothing, so that nothing is read out twice", () => {
  const place = new Made("UL", {}, row("1"), row("2"));
  changes = 0;
  draw(place, row("1"), row("2"));
  expect(changes).toBe(0);
});

test("rows that stay are the same elements, with new words", () => {
  const [one, two, three] = [row("1"), row("2"), row("3")];
  const place = new Made("UL", {}, one, two, three);
  draw(place, row("0"), row("1", "again"), row("3"));
  expect(texts(place)).toEqual(["0press", "againpress", "3press"]);
  expect(place.childNodes.slice(1)).toEqual([one, three]);
  expect(place.childNodes[2]).toBe(three);
});

test.each([["active" as const], ["focused" as const]])("what is %s is not moved, whatever moves around it", (how) => {
  const [one, two, three] = [row("1"), row("2"), row("3")];
  const place = new Made("UL", {}, one, two, three);
  const [, button] = two.childNodes;
  if (button === undefined) throw new Error("a row has a button");
  inUse = { [how]: button };
  let moved = false;
  two.remove = () => {
    moved = true;
  };
  draw(place, row("2"), row("4"), row("3"), row("1"));
  expect(moved).toBe(false);
  expect(place.childNodes.map((each) => each.getAttribute("data-ticket"))).toEqual(["2", "4", "3", "1"]);
  expect(place.childNodes[0]).toBe(two);
  expect(two.childNodes[1]).toBe(button);
});

test("a button never becomes another one", () => {
  const cancel = new Made("BUTTON", { "data-verb": "cancel" }, "Cancel");
  const place = new Made("P", {}, cancel);
  draw(place, new Made("BUTTON", { "data-verb": "check-in" }, "Check in"));
  expect(texts(place)).toEqual(["Check in"]);
  expect(place.childNodes[0]).not.toBe(cancel);
});

test("attributes come and go, and what somebody opened stays open", () => {
  const details = new Made("DETAILS", { class: "old", title: "gone", open: "" });
  const place = new Made("DIV", {}, details);
  draw(place, new Made("DETAILS", { class: "new", lang: "en" }));
  expect(details.getAttributeNames()).toEqual(["class", "open", "lang"]);
  expect(details.getAttribute("class")).toBe("new");
});
