// node esbuild.js [--production] [--watch] [--tests]
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { build, context } from 'esbuild';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const tests = process.argv.includes('--tests');

const root = import.meta.dirname;
const require = createRequire(import.meta.url);
const GLUE = 'sharpWasm.cjs';
/** The end of the name of a file that is packed by Brotli. */
const PACKED = '.br';
/** Bytes of `extension.js` with every chunk it loads statically. */
const EXTENSION_LIMIT = 100_000;
/** What `extension.js` reaches only through `await import()`. */
const LAZY = /node_modules\/(openai|sharp|@img|opentype\.js|parse5|css-tree|mdast[^/]*|micromark[^/]*)\//;

/** @type {import('esbuild').BuildOptions} */
const shared = {
  absWorkingDir: root,
  bundle: true,
  minify: production,
  sourcemap: !production,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
};

/**
 * Makes sharp load its wasm build from our glue, also where a native binary is installed: in the extension host of a
 * Linux desktop the native one can break on Electron's GLib (lovell/sharp#4525). What sharp asks about the machine's libc
 * is answered here, because it would start processes to find out; of its package.json it needs the version only.
 * @type {import('esbuild').Plugin}
 */
const wasmSharp = {
  name: 'wasm-sharp',
  setup(run) {
    const stubs = {
      './sharp.mjs': `import { createRequire } from 'node:module';
        export default createRequire(import.meta.url)('./${GLUE}');`,
      './libvips.mjs': `export default { runtimePlatformArch: () => 'wasm32' };`,
      '../package.json': `export default { version: '${require('@img/sharp-wasm32/package').version}' };`,
      'detect-libc': `export default { familySync: () => null, GLIBC: 'glibc', MUSL: 'musl' };`,
    };
    run.onResolve(
      { filter: /^(\.\/sharp\.mjs|\.\/libvips\.mjs|\.\.\/package\.json|detect-libc)$/ },
      ({ path: wanted, importer }) =>
        /node_modules[\\/]sharp[\\/]/.test(importer) ? { path: wanted, namespace: 'wasm-sharp' } : undefined,
    );
    run.onLoad({ filter: /.*/, namespace: 'wasm-sharp' }, ({ path: wanted }) => ({ contents: stubs[wanted] }));
  },
};

/**
 * Has sharp's glue unpack the image library, which is packed better than a VSIX would. One that lies there unpacked, such as
 * another build of it, comes first.
 * @type {import('esbuild').Plugin}
 */
const packedLibrary = {
  name: 'packed-library',
  setup(run) {
    run.onLoad({ filter: /[\\/]sharp-wasm32[\\/]lib[\\/][^\\/]+\.js$/ }, async ({ path: file }) => {
      const read = 'var ret=fs.readFileSync(filename);return ret}';
      const parts = (await readFile(file, 'utf8')).split(read);
      if (parts.length !== 2) return { errors: [{ text: `${file} reads its library in another way than it did` }] };
      const unpack = `return fs.existsSync(filename)?fs.readFileSync(filename)
        :require("node:zlib").brotliDecompressSync(fs.readFileSync(filename+"${PACKED}"))}`;
      return { contents: parts.join(unpack) };
    });
  },
};

/**
 * What is wrong with what `extension.js` loads at the start.
 * @param {import('esbuild').Metafile['outputs']} outputs
 * @returns {string[]}
 */
function judgeStart(outputs) {
  const closure = new Set(['dist/extension.js']);
  for (const file of closure) {
    for (const { path: next, kind } of outputs[file].imports) if (kind === 'import-statement' && outputs[next]) closure.add(next);
  }
  const inputs = [...closure].flatMap((file) => Object.entries(outputs[file].inputs));
  const heavy = inputs.filter(([name, { bytesInOutput }]) => bytesInOutput > 0 && LAZY.test(name));
  const bytes = [...closure].reduce((sum, file) => sum + outputs[file].bytes, 0);
  const faults = heavy.map(([name]) => `dist/extension.js loads ${name} at the start; reach it through await import()`);
  if (production && bytes > EXTENSION_LIMIT) {
    faults.push(`dist/extension.js with its static imports is ${bytes} bytes, more than ${EXTENSION_LIMIT}`);
  }
  // An ES module has no `require`: such a call is found at build time here, instead of at the first use by a user.
  for (const [file, { imports }] of Object.entries(outputs).filter(([name]) => !name.endsWith('.cjs'))) {
    const calls = imports.filter(({ kind }) => kind === 'require-call').map(({ path: wanted }) => wanted);
    if (calls.length > 0) faults.push(`${file} calls require(${calls.join(', ')}), which an ES module does not have`);
  }
  return faults;
}

/** @type {import('esbuild').BuildOptions[]} */
const product = [
  {
    ...shared,
    entryPoints: { extension: 'src/extension.ts', rasterWorker: 'src/raster/worker.ts' },
    outdir: 'dist',
    platform: 'node',
    target: 'node22',
    format: 'esm',
    splitting: true,
    external: ['vscode'],
    // Its files for Node read JSON by `createRequire` at run time, which is not in the VSIX; this one has everything in it.
    alias: { 'css-tree': 'css-tree/dist/csstree.esm' },
    plugins: [wasmSharp],
  },
  {
    // A file of its own: its threads load `__filename`, and inside another bundle the first call hangs for ever.
    ...shared,
    entryPoints: [require.resolve('@img/sharp-wasm32/sharp.node')],
    outfile: `dist/${GLUE}`,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    sourcemap: false,
    plugins: [packedLibrary],
  },
  {
    ...shared,
    entryPoints: { page: 'src/page/main.tsx' },
    outdir: 'dist',
    platform: 'browser',
    target: 'es2023',
    format: 'iife',
    jsx: 'automatic',
    jsxImportSource: 'preact',
  },
];

/** @returns {Promise<import('esbuild').BuildOptions>} */
async function hostTests() {
  const files = await readdir(path.join(root, 'test/host'), { recursive: true });
  return {
    ...shared,
    entryPoints: files.filter((file) => /(\.test|^index)\.ts$/.test(file)).map((file) => path.join('test/host', file)),
    outbase: 'test/host',
    outdir: 'out/test/host',
    // The package is `"type": "module"`, and VS Code takes a `.cjs` as CommonJS whatever the package says.
    outExtension: { '.js': '.cjs' },
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    minify: false,
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
  };
}

/** Copies what is not bundled. Returns the paths, relative to `dist`. */
async function copyAssets() {
  const codicons = path.join(path.dirname(require.resolve('@vscode/codicons/package.json')), 'dist');
  const glue = path.join(path.dirname(require.resolve('@img/sharp-wasm32/sharp.node')), 'lib');
  const wasm = (await readdir(glue)).find((file) => file.endsWith('.wasm'));
  if (!wasm) throw new Error('@img/sharp-wasm32 has no .wasm file');
  await mkdir(path.join(root, 'dist/codicons'), { recursive: true });
  const copies = { 'codicons/codicon.css': codicons, 'codicons/codicon.ttf': codicons };
  for (const [file, from] of Object.entries(copies)) {
    await copyFile(path.join(from, path.basename(file)), path.join(root, 'dist', file));
  }
  await writeFile(path.join(root, 'dist', wasm + PACKED), await pack(path.join(glue, wasm)));
  await writeFile(path.join(root, 'dist/placeholder.woff'), await joinFonts());
  return [...Object.keys(copies), wasm + PACKED, 'placeholder.woff'];
}

/** A tenth smaller than a VSIX packs it. The levels above take ten times as long for less than another tenth. */
async function pack(file) {
  const { BROTLI_PARAM_QUALITY: quality, BROTLI_PARAM_LGWIN: window, BROTLI_MAX_WINDOW_BITS } = constants;
  const params = { [quality]: 9, [window]: BROTLI_MAX_WINDOW_BITS };
  return promisify(brotliCompress)(await readFile(file), { params });
}

/** One file of WOFF fonts end to end, first match first; each says its own length in its header. */
async function joinFonts() {
  const folder = path.join(path.dirname(require.resolve('@fontsource/inter/package.json')), 'files');
  const scripts = ['latin', 'latin-ext', 'vietnamese', 'greek', 'cyrillic', 'cyrillic-ext'];
  return Buffer.concat(
    await Promise.all(scripts.map((script) => readFile(path.join(folder, `inter-${script}-600-normal.woff`)))),
  );
}

/**
 * The licences of everything that is in the VSIX: of the packages that are bundled, of what is copied, and of the libraries
 * inside sharp's wasm file. A package or library without a text, such as one that an update brought, fails the build.
 * @param {string[]} inputs
 */
async function writeLicences(inputs) {
  // A package may lie in another one's own `node_modules`.
  const folders = inputs.flatMap((file) => /.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0] ?? []);
  folders.push('node_modules/@vscode/codicons', 'node_modules/@fontsource/inter');
  const packages = [...new Set(folders)].sort().map(async (place) => {
    const folder = path.join(root, place);
    const { name, version, license, licenses } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    const text = await readFile(file ? path.join(folder, file) : licence(name.replace('/', '__')), 'utf8');
    if (text.trim() === '') throw new Error(`The licence of ${name} is empty`);
    // The list is how it was said long ago.
    return `${name} ${version} (${license ?? licenses.map(({ type }) => type).join(' OR ')})\n\n${text.trim()}\n`;
  });
  const libraries = Object.entries(require('@img/sharp-wasm32/versions')).map(async ([name, version]) => {
    return `${name} ${version} ${(await readFile(licence(`libraries/${name}`), 'utf8')).trim()}\n`;
  });
  const common = ['LGPL-3', 'GPL-3'].map((name) => readFile(licence(name), 'utf8'));
  const sections = await Promise.all([...packages, ...libraries, ...common]);
  await writeFile(path.join(root, 'dist/licences.txt'), sections.join(`\n${'-'.repeat(80)}\n\n`));
  return 'licences.txt';
}

/** Where we keep a text that its package does not bring. */
function licence(name) {
  return path.join(root, 'licences', `${name}.txt`);
}

/**
 * Removes what earlier builds left, such as chunks with another hash.
 * @param {Set<string>} kept paths relative to `dist`
 */
async function sweep(kept) {
  const entries = await readdir(path.join(root, 'dist'), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  const stale = files.filter((file) => !kept.has(path.relative(path.join(root, 'dist'), file).replaceAll('\\', '/')));
  await Promise.all(stale.map((file) => rm(file, { force: true })));
}

/** Every part is built, so that one run shows all errors; esbuild has printed those. */
async function buildProduct() {
  const assets = await copyAssets();
  const results = await Promise.allSettled(product.map((options) => build(options)));
  const metafiles = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.metafile] : []));
  if (metafiles.length < product.length) return false;
  const inputs = metafiles.flatMap((metafile) => Object.keys(metafile.inputs));
  const licences = await writeLicences(inputs);
  // For vsce, which makes no folder, and for the test of the licences, which finds the packages in its own way.
  await mkdir(path.join(root, 'out'), { recursive: true });
  await writeFile(path.join(root, 'out/inputs.json'), JSON.stringify(inputs));
  const outputs = Object.assign({}, ...metafiles.map((metafile) => metafile.outputs));
  await sweep(new Set([...Object.keys(outputs).map((file) => file.slice('dist/'.length)), ...assets, licences]));
  const faults = judgeStart(outputs);
  for (const fault of faults) console.error(fault);
  return faults.length === 0;
}

if (watch) {
  await copyAssets();
  for (const options of product) await (await context({ ...options, logLevel: 'info' })).watch();
} else if (tests) {
  await rm(path.join(root, 'out/test/host'), { recursive: true, force: true });
  await build(await hostTests());
} else if (!(await buildProduct())) {
  process.exitCode = 1;
}
