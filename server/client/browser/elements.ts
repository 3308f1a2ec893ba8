/** Elements made without markup in strings, so that no name from the server can become markup. */

type Child = Node | string | null;

/** Return a new element; an attribute that is null is left out, true stands without a value. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string | number | boolean | null>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === false) continue;
    made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** Return a line icon of 24 x 24 from the path of its strokes. */
export function icon(path: string, name = "icon"): SVGSVGElement {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("class", name);
  drawing.setAttribute("aria-hidden", "true");
  const strokes = document.createElementNS(space, "path");
  strokes.setAttribute("d", path);
  drawing.append(strokes);
  return drawing;
}

export const ICONS = {
  on: "M9 5l7 7-7 7",
  arrow: "M3 12h17M13 5l7 7-7 7",
  tick: "M4 12.5l5.2 5.2L20 7",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5.2l3.4 2",
  bar: "M5 12h14",
  question: "M8.6 9a3.5 3.5 0 1 1 5 3.2c-1.1.5-1.6 1.2-1.6 2.4M12 18.5v.4",
  person: "M12 4a3.6 3.6 0 1 0 0 7.2A3.6 3.6 0 0 0 12 4zM4.5 20.5c.8-4 3.6-6 7.5-6s6.7 2 7.5 6",
  speaker: "M4 9.5h3.5L12 5.5v13l-4.5-4H4zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11",
  alert: "M12 4L2.8 20h18.4zM12 10v4.5M12 17.2v.3",
  door: "M6 21V4h12v17M3 21h18M14.5 12v1",
  pause: "M8.5 5v14M15.5 5v14",
  people:
    "M9 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM3 19c.6-3.4 2.8-5 6-5s5.4 1.6 6 5M16 5.5a3 3 0 0 1 0 5.2M17.5 14.3c2 .6 3.2 2.2 3.5 4.700",
  ticket: "M4 7h16v3.5a2 2 0 0 0 0 3.5V17H4v-3a2 2 0 0 0 0-3.5zM14 7v10",
  screen: "M3.5 5h17v11h-17zM9 20h6M12 16v4",
  cut: "M3 8.5a13 13 0 0 1 18 0M6.5 12.5a8 8 0 0 1 11 0M12 18.5v.4M4 4l16 16",
} as const;
