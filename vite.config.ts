import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const SENTENCES = "server/client/browser/made/sentences.json";
const FONT_LICENSE = "node_modules/@fontsource/noto-sans-sc/LICENSE";

// The fonts' licence asks to travel with them.
const licence: Plugin = {
  name: "font-licence",
  generateBundle() {
    this.emitFile({ type: "asset", fileName: "assets/NOTO-SANS-SC-LICENSE.txt", source: readFileSync(FONT_LICENSE) });
  },
};

// A page has its title before its script runs: a sentence of the catalogue, in the language of the page's mark-up.
const title: Plugin = {
  name: "title",
  transformIndexHtml(html) {
    const chinese = JSON.parse(readFileSync(SENTENCES, "utf-8")) as Readonly<Record<string, string>>;
    return html.replace(/(?<=<title>).+(?=<\/title>)/, (english) => chinese[english] ?? english);
  },
};

// A folder may have several pages beside each other.
const everyPage: Plugin = {
  name: "every-page",
  config({ root = "." }) {
    const pages = readdirSync(root).filter((name) => name.endsWith(".html"));
    // htmx has an `eval` for attributes that we do not use, and that the pages' security policy forbids.
    return { build: { rolldownOptions: { input: pages.map((name) => join(root, name)), checks: { eval: false } } } };
  },
};

// One build for all pages: `vite build FOLDER/page` writes to `static` beside it.
export default defineConfig({
  base: "./",
  plugins: [licence, title, everyPage],
  test: { include: ["tests/**/*.test.ts"] },
  build: {
    outDir: "../static",
    emptyOutDir: true,
    // TV boxes keep the browser that they were sold with.
    target: ["es2020", "chrome87", "firefox91", "safari15"],
    // The pages' security policy lets in nothing but files of this server: no data: addresses, no inline script.
    assetsInlineLimit: 0,
    // What draws the pictures of reports is 520 kB, 175 kB as it travels, and is asked for only where it is needed.
    chunkSizeWarningLimit: 560,
    modulePreload: { polyfill: false },
  },
});
