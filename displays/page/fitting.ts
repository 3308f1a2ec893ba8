/** What is written fits where it stands: smaller letters for long names, and never one over the other or cut off. */

const STEPS = [1, 0.92, 0.85, 0.78, 0.72, 0.66, 0.6, 0.55, 0.5, 0.45, 0.4, 0.35] as const;
/** Down to this step all that stand together have one size; only what is longer still gets smaller alone. */
const TOGETHER = 4;
const ROUNDING = 1;

export interface Edges {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Tell whether one of `parts` reaches out of `room`, by more than px are rounded. */
export function reachesOut(room: Edges, parts: readonly Edges[]): boolean {
  return parts.some(
    (part) =>
      part.left < room.left - ROUNDING ||
      part.top < room.top - ROUNDING ||
      part.right > room.right + ROUNDING ||
      part.bottom > room.bottom + ROUNDING,
  );
}

/** Tell whether something that is written in `box` is outside it: letters may hang over their line, lines may not. */
function overflows(box: HTMLElement): boolean {
  const parts = [...box.querySelectorAll<HTMLElement>("span")].filter((each) => each.offsetWidth > 0);
  return reachesOut(
    box.getBoundingClientRect(),
    parts.map((each) => each.getBoundingClientRect()),
  );
}

/** Write into each of `boxes` in the largest letters in which all of it is seen; the last resort is `tight`. */
export function fit(boxes: readonly HTMLElement[]): void {
  const at = new Map(boxes.map((box) => [box, 0]));
  const turn = (box: HTMLElement, step: number): void => {
    at.set(box, step);
    box.style.setProperty("--fit", String(STEPS[step]));
  };
  for (const box of boxes) {
    box.classList.remove("tight");
    turn(box, 0);
  }
  for (let step = 1; step <= TOGETHER && boxes.some(overflows); step += 1) for (const box of boxes) turn(box, step);
  alone(boxes, at, turn);
  const still = boxes.filter(overflows);
  for (const box of still) {
    box.classList.add("tight");
    turn(box, TOGETHER);
  }
  alone(still, at, turn);
}

function alone(
  boxes: readonly HTMLElement[],
  at: ReadonlyMap<HTMLElement, number>,
  turn: (box: HTMLElement, step: number) => void,
): void {
  for (;;) {
    // All are looked at before one is changed: the page is laid out once a round.
    const large = boxes.filter((box) => (at.get(box) ?? 0) < STEPS.length - 1 && overflows(box));
    if (large.length === 0) return;
    for (const box of large) turn(box, (at.get(box) ?? 0) + 1);
  }
}

/** Make `list` so small that every row has its number, its counter and its sign beside each other. */
export function fitRows(list: HTMLElement): void {
  const rows = [...list.children].filter((each): each is HTMLElement => each instanceof HTMLElement);
  const wide = (): boolean => rows.some((row) => row.scrollWidth > row.clientWidth + ROUNDING);
  const turn = (step: number): void => {
    list.style.setProperty("--rows", String(STEPS[step]));
    list.style.removeProperty("--column");
    const numbers = [...list.querySelectorAll<HTMLElement>(".number")].map((each) => each.offsetWidth);
    list.style.setProperty("--column", `${Math.max(0, ...numbers)}px`);
  };
  list.classList.remove("signs");
  turn(0);
  if (wide()) list.classList.add("signs");
  for (let step = 1; step < STEPS.length && wide(); step += 1) turn(step);
  list.classList.remove("signs");
  if (wide()) list.classList.add("signs");
  fit([...list.querySelectorAll<HTMLElement>(".named")]);
}
