// Builds what the browser loads from ECL and our own styles: `python -m epso_site.assets` calls it as
// `node build.mjs REQUEST`, a JSON file with `tokens` (every class name that our templates and code may show),
// `icons`, `languages`, `sources` (our folder) and `output`.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { transform } from "lightningcss";
import { PurgeCSS } from "purgecss";

const request = JSON.parse(readFileSync(process.argv[2], "utf8"));
const modules = join(process.cwd(), "node_modules");
const ecl = (name) => readFileSync(join(modules, "@ecl/preset-eu/dist", name), "utf8");

// Elements and attributes that rules may name beside classes: of these, all are kept.
const MARKUP =
  "html body a abbr address article aside b blockquote button caption cite code col colgroup dd details dfn dialog " +
  "div dl dt em fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr i iframe img input ins kbd label " +
  "legend li main mark meter nav ol optgroup option output p picture pre progress q s samp section select small span " +
  "strong sub summary sup svg table tbody td textarea tfoot th thead time tr u ul use var video " +
  "hidden open disabled checked readonly multiple type search text radio checkbox dir rtl aria-current aria-invalid " +
  "aria-expanded aria-hidden true page is-first is-last";

async function purge(css) {
  const [result] = await new PurgeCSS().purge({
    content: [{ raw: `${MARKUP} ${request.tokens.join(" ")}`, extension: "html" }],
    css: [{ raw: css }],
    defaultExtractor: (content) => content.match(/[A-Za-z0-9_-]+/g) ?? [],
    keyframes: true,
    variables: false,
  });
  return result.css;
}

function minify(filename, css) {
  const { code } = transform({
    filename,
    code: Buffer.from(css),
    minify: true,
    // Two years of browsers; what is newer stands behind @supports.
    targets: { chrome: 111 << 16, edge: 111 << 16, firefox: 113 << 16, safari: (16 << 16) | (4 << 8) },
  });
  return code;
}

function write(name, content) {
  writeFileSync(join(request.output, name), content);
}

function icon(name) {
  const svg = readFileSync(join(modules, "@ecl/resources-icons/src/all", `${name}.svg`), "utf8");
  const viewBox = svg.match(/viewBox="([^"]+)"/)[1];
  const body = svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "").replace(/\s+/g, " ").trim();
  // Some of the files name an attribute twice, which no parser of XML accepts.
  const once = body.replace(/<\w[^>]*>/g, (tag) => tag.replace(/ ([\w-]+)="[^"]*"(?=.* \1=")/g, ""));
  return `<symbol id="${name}" viewBox="${viewBox}">${once}</symbol>`;
}

rmSync(request.output, { recursive: true, force: true });
mkdirSync(join(request.output, "logo"), { recursive: true });

const own = (name) => readFileSync(join(request.sources, name), "utf8");
write("site.css", minify("site.css", (await purge(ecl("styles/ecl-eu.css"))) + own("site.css")));
write("print.css", minify("print.css", own("print.css")));
write(
  "icons.svg",
  `<svg xmlns="http://www.w3.org/2000/svg">${request.icons.map(icon).join("")}</svg>\n`,
);
for (const language of request.languages) {
  for (const version of ["standard", "condensed"]) {
    const source = `images/logo/${version}-version/positive/logo-eu--${language}.svg`;
    write(join("logo", `${version}-${basename(language)}.svg`), ecl(source));
  }
}
