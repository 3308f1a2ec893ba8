/** A press acts on what it began on, also where the page has put that elsewhere under the finger meanwhile. */

/** How far a finger may wander, in CSS px: whoever moves further takes the press back. */
const WANDERS = 12;

/** Keep presses on buttons and links below `root` for as long as the page is there. */
export function keepPresses(root: Node): void {
  let begun: { readonly on: HTMLElement; readonly x: number; readonly y: number } | null = null;
  root.addEventListener(
    "pointerdown",
    (event) => {
      const { target, clientX: x, clientY: y } = event as PointerEvent;
      const on = (target as Element).closest<HTMLElement>("button, a, summary");
      begun = on === null ? null : { on, x, y };
    },
    true,
  );
  root.addEventListener(
    "click",
    (event) => {
      const { target, clientX, clientY, detail } = event as MouseEvent;
      const was = begun;
      // A key presses what has the focus.
      if (detail === 0) return;
      begun = null;
      if (was === null || !was.on.isConnected || was.on.contains(target as Node)) return;
      if (Math.hypot(clientX - was.x, clientY - was.y) > WANDERS) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      was.on.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, detail }));
    },
    true,
  );
}
