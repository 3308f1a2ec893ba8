/**
 * What is drawn anew keeps the elements that stay: a press that began on a row ends on the same row, and focus,
 * scroll and what somebody opened or wrote stay where they are.
 */

const ELEMENT = 1;
/** Where people changed these themselves, only the property says what stands there. */
const WRITTEN: readonly string[] = ["value", "checked", "selected"];

/**
 * Let `place` hold what `children` say, with as few changes as that takes.
 *
 * An element stays where one of the same tag, id, role and data stood beside the same siblings: the data of a row or button
 * say what it is about, so that nothing that is pressed becomes something else. Rows without data are matched in
 * order. Elements that stay keep their handlers: whoever draws puts them on afterwards.
 */
export function redraw(place: Node, children: readonly Node[]): void {
  const standing = [...place.childNodes];
  const kept = matched(standing.map(keyOf), children.map(keyOf)).map((at) => (at === null ? null : standing[at]));
  const stays = new Set(kept);
  for (const each of standing) if (!stays.has(each)) each.remove();
  const wanted = children.map((child, at) => kept[at] ?? child);
  arrange(place, wanted);
  for (const [at, child] of children.entries()) {
    const old = kept[at];
    if (old) become(old, child);
  }
}

/** Return for each of `fresh` which of `standing` it is; of several alike the first is the first. */
export function matched(standing: readonly string[], fresh: readonly string[]): readonly (number | null)[] {
  const places = new Map<string, number[]>();
  for (const [at, key] of standing.entries()) places.set(key, [...(places.get(key) ?? []), at]);
  return fresh.map((key) => places.get(key)?.shift() ?? null);
}

function keyOf(node: Node): string {
  if (!isElement(node)) return String(node.nodeType);
  const data = node
    .getAttributeNames()
    .filter((name) => ["id", "role"].includes(name) || name.startsWith("data-"))
    .sort()
    .map((name) => [name, node.getAttribute(name)]);
  return JSON.stringify([node.nodeName, data]);
}

/** Put `wanted` in order around what is in use: an element that is moved loses the press, the focus and its scroll. */
function arrange(place: Node, wanted: readonly Node[]): void {
  const pressed = wanted.findIndex((each) => isElement(each) && each.matches(":active"));
  const pinned = pressed >= 0 ? pressed : wanted.findIndex(isFocused);
  let after: Node | null = wanted[pinned] ?? null;
  for (const each of wanted.slice(0, pinned < 0 ? wanted.length : pinned).reverse()) {
    if ((after === null ? place.lastChild : after.previousSibling) !== each) place.insertBefore(each, after);
    after = each;
  }
  let before = wanted[pinned] ?? null;
  if (before === null) return;
  for (const each of wanted.slice(pinned + 1)) {
    if (before.nextSibling !== each) place.insertBefore(each, before.nextSibling);
    before = each;
  }
}

function isFocused(node: Node): boolean {
  return node.contains(node.ownerDocument?.activeElement ?? null);
}

function become(old: Node, fresh: Node): void {
  if (isElement(old) && isElement(fresh)) {
    dress(old, fresh);
    redraw(old, [...fresh.childNodes]);
  } else if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
}

function dress(old: Element, fresh: Element): void {
  // What somebody opened stays open.
  const opened = old.nodeName === "DETAILS";
  for (const name of old.getAttributeNames())
    if (!fresh.hasAttribute(name) && !(opened && name === "open")) put(old, name, null);
  for (const name of fresh.getAttributeNames())
    if (old.getAttribute(name) !== fresh.getAttribute(name)) put(old, name, fresh.getAttribute(name));
}

function put(element: Element, name: string, value: string | null): void {
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
  if (WRITTEN.includes(name) && name in element)
    Object.assign(element, { [name]: name === "value" ? (value ?? "") : value !== null });
}

function isElement(node: Node): node is Element {
  return node.nodeType === ELEMENT;
}
