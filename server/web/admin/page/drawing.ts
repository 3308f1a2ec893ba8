/** Pictures of tables: bars and lines of the columns that say so, drawn from what the table itself holds. */

import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, LineChart, GridComponent, LegendComponent, SVGRenderer]);

const FONT = 14;

interface Series {
  readonly name: string;
  readonly kind: "bar" | "line" | "point";
  readonly values: readonly (number | null)[];
}

/** What a table holds to be drawn: its first column names the places, and what is not a number is a gap. */
export function seriesOf(table: HTMLTableElement): { readonly places: string[]; readonly series: Series[] } {
  const rows = [...(table.tBodies[0]?.rows ?? [])];
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
  const series = heads.flatMap((head, column) => {
    const kind = head.dataset.draw;
    if (kind !== "bar" && kind !== "line" && kind !== "point") return [];
    const values = rows.map((row) => numberIn(row.cells[column]?.textContent ?? ""));
    return [{ name: head.textContent.trim(), kind, values } as const];
  });
  return { places: rows.map((row) => row.cells[0]?.textContent.trim() ?? ""), series };
}

function numberIn(text: string): number | null {
  const found = Number.parseFloat(text.replaceAll(",", ""));
  return Number.isNaN(found) ? null : found;
}

/** Draw a picture above every table that wants one, in the colours of the page; again when those change. */
export function drawAll(sections: Iterable<HTMLElement>): void {
  const drawn = [...sections].flatMap((section) => {
    const table = section.querySelector("table");
    const scroll = section.querySelector(".scroll");
    if (table === null || scroll === null) return [];
    const place = document.createElement("div");
    place.className = "drawing";
    // Whoever reads with their ears has the table.
    place.setAttribute("aria-hidden", "true");
    scroll.before(place);
    const chart = init(place, null, { renderer: "svg" });
    const draw = (): void => {
      chart.setOption(optionsOf(table), { notMerge: true });
    };
    new ResizeObserver(() => {
      chart.resize();
    }).observe(place);
    return [draw];
  });
  const all = (): void => {
    for (const draw of drawn) draw();
  };
  all();
  for (const query of ["(prefers-color-scheme: dark)", "(prefers-contrast: more)"]) {
    matchMedia(query).addEventListener("change", all);
  }
}

function optionsOf(table: HTMLTableElement): Parameters<ReturnType<typeof init>["setOption"]>[0] {
  const { places, series } = seriesOf(table);
  const style = getComputedStyle(document.documentElement);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const [ink, edge] = [token("ink"), token("line")];
  const text = { color: ink, fontSize: FONT, fontFamily: style.fontFamily };
  const lines = [token("act"), token("stop")];
  let drawn = 0;
  const axis = { axisLabel: text, splitLine: { lineStyle: { color: edge, opacity: 0.4 } } };
  return {
    animation: false,
    textStyle: text,
    legend: { textStyle: text, top: 0, data: series.map((each) => each.name) },
    grid: { left: 8, right: 8, top: 64, bottom: 8, containLabel: true },
    xAxis: { type: "category", data: places, axisLabel: text, axisLine: { lineStyle: { color: edge } } },
    yAxis: [
      { type: "value", ...axis },
      { type: "value", ...axis, splitLine: { show: false } },
    ],
    series: series.map(({ name, kind, values }) => {
      const common = { name, data: [...values] };
      if (kind === "bar") return { ...common, type: "bar" as const, itemStyle: { color: edge, opacity: 0.4 } };
      const color = lines[drawn % lines.length] ?? ink;
      const dashed = drawn++ % 2 === 1 ? ("dashed" as const) : ("solid" as const);
      return {
        ...common,
        type: "line" as const,
        yAxisIndex: 1,
        symbolSize: 10,
        itemStyle: { color },
        // Services are not in any order that a line could follow.
        lineStyle: { color, width: kind === "point" ? 0 : 3, type: dashed },
      };
    }),
  };
}
