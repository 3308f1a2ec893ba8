/** A QR code as a drawing: the server says its rows, no script reckons with them. */

const SPACE = "http://www.w3.org/2000/svg";
/** Light modules around a code, without which phones do not see it. */
const QUIET = 4;

/** Return the strokes of a QR code whose rows say `1` for each dark module. */
export function strokes(rows: readonly string[]): string {
  return rows
    .flatMap((row, y) =>
      Array.from(row.matchAll(/1+/g), ({ 0: run, index }) => `M${index} ${y}h${run.length}v1h-${run.length}z`),
    )
    .join("");
}

/** Return the drawing of a code that holds `address`. */
export function qrCode(rows: readonly string[], address: string): SVGSVGElement {
  const drawing = document.createElementNS(SPACE, "svg");
  const size = rows.length;
  drawing.setAttribute("viewBox", `${-QUIET} ${-QUIET} ${size + 2 * QUIET} ${size + 2 * QUIET}`);
  drawing.setAttribute("data-address", address);
  drawing.setAttribute("shape-rendering", "crispEdges");
  const path = document.createElementNS(SPACE, "path");
  path.setAttribute("d", strokes(rows));
  drawing.append(path);
  return drawing;
}
