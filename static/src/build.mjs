// Builds static/dist from static/src: two style sheets, three scripts. No network.
import { mkdirSync, rmSync, statSync, watch, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as sass from "sass";

const src = dirname(fileURLToPath(import.meta.url));
const dist = join(src, "..", "dist");
const modules = join(src, "..", "..", "node_modules");

const styles = ["public", "desk"];
const scripts = ["public", "desk", "charts"];

function buildStyle(name) {
  const { css } = sass.compile(join(src, "scss", `${name}.scss`), {
    style: "compressed",
    loadPaths: [modules],
    quietDeps: true,
    // Bootstrap 5.3 is still written with @import and the old colour functions.
    silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
  });

  const small = esbuild.transformSync(css, {
    loader: "css",
    minify: true,
    charset: "utf8",
    target: ["chrome87", "firefox78", "safari14"],
  });
  writeFileSync(join(dist, `${name}.css`), small.code);
}

function buildScript(name) {
  return esbuild.build({
    entryPoints: [join(src, "js", `${name}.js`)],
    outfile: join(dist, `${name}.js`),
    bundle: true,
    minify: true,
    charset: "utf8",
    format: "iife",
    target: ["es2020"],
    nodePaths: [modules],
    legalComments: "none",
    logLevel: "warning",
  });
}

async function build() {
  mkdirSync(dist, { recursive: true });
  styles.forEach(buildStyle);
  await Promise.all(scripts.map(buildScript));
  const made = [...styles.map((n) => `${n}.css`), ...scripts.map((n) => `${n}.js`)];
  const sizes = made.map((n) => `${n} ${(statSync(join(dist, n)).size / 1000).toFixed(1)} kB`);
  console.log(sizes.join(" · "));
}

if (process.argv.includes("--watch")) {
  await build();
  let waiting;
  watch(src, { recursive: true }, () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => build().catch((error) => console.error(error.message)), 100);
  });
} else {
  rmSync(dist, { recursive: true, force: true });
  await build();
}
