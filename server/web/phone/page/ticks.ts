/** Papers ticked off stay ticked on this phone; nobody else is told. */

export function keepTicks(lists: readonly HTMLElement[]): void {
  const name = `banshi-papers-${lists[0]?.dataset.code ?? ""}`;
  const boxes = lists.flatMap((list) => [...list.querySelectorAll<HTMLInputElement>("input[type=checkbox]")]);
  const ticked = new Set(kept(name));
  for (const box of boxes) {
    box.checked = ticked.has(box.value);
    box.onchange = () => {
      const now = boxes.filter((each) => each.checked).map((each) => each.value);
      try {
        localStorage.setItem(name, JSON.stringify(now));
      } catch {
        // A private window keeps nothing: the ticks last as long as the page.
      }
    };
  }
}

function kept(name: string): readonly string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(name) ?? "[]");
    return Array.isArray(found) ? found.filter((each): each is string => typeof each === "string") : [];
  } catch {
    return [];
  }
}
