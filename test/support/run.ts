/**
 * `npm test`: everything. `npm test -- unit browser --grep=insert` runs parts of it.
 * The last line is `N passed, M failed, K skipped`; a step that breaks or a layer without tests counts as one failure.
 */
import { glob, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { installChromium, installHost, root } from './host/install.ts';
import { runProgram, startProgram } from './process.ts';
import { packageExtension } from './vsix.ts';

/** The layers in their order, and how long each may take. ms */
const LAYERS = new Map([
  ['unit', 20 * 60_000],
  ['contract', 10 * 60_000],
  ['host', 25 * 60_000],
  ['browser', 60 * 60_000],
]);

const Report = v.object({ stats: v.object({ passes: v.number(), failures: v.number(), pending: v.number() }) });

const total = { passed: 0, failed: 0, skipped: 0 };
const broken: string[] = [];

const { values, positionals } = parseArgs({ allowPositionals: true, options: { grep: { type: 'string', short: 'g' } } });
const layers = await findLayers();
const unknown = positionals.filter((name) => name !== 'check' && !layers.includes(name));
if (unknown.length > 0) fail(`No such layer: ${unknown.join(', ')}. There are: check, ${layers.join(', ')}`);
const wanted = (name: string) => positionals.length === 0 || positionals.includes(name);
const results = join(root, 'out', 'results');
await mkdir(results, { recursive: true });
leaveOutside();

if (unknown.length === 0) await runAll();
for (const line of broken) console.log(`✘ ${line}`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 ? 1 : 0);

async function runAll(): Promise<void> {
  if (wanted('check'))
    await step('types, lint, format', () => runProgram('npm', ['run', '--silent', 'check'], { cwd: root, show: true }));
  const inVsCode = layers.filter((layer) => wanted(layer) && (layer === 'host' || layer === 'browser'));
  let ready = true;
  // The raster, which the units and the contract use, is what is built.
  if (inVsCode.length === 0 && layers.some((layer) => wanted(layer))) {
    await step('build', () => runProgram('npm', ['run', '--silent', 'build'], { cwd: root, show: true }));
  }
  if (inVsCode.length > 0) {
    ready = await step('build and package', packageExtension);
    if (inVsCode.includes('host')) {
      ready =
        (await step('build the host tests', () =>
          runProgram(process.execPath, ['esbuild.js', '--tests'], { cwd: root, show: true }),
        )) && ready;
    }
    if (inVsCode.includes('browser') || !process.env.EASEL_DESKTOP) {
      ready = (await step('VS Code and Chromium', () => Promise.all([installHost(), installChromium()]))) && ready;
    }
  }
  for (const layer of layers.filter(wanted)) {
    if (!ready && inVsCode.includes(layer)) fail(`${layer}: not run, because a step before it failed`);
    else await runLayer(layer);
  }
  if (values.grep !== undefined && total.passed + total.failed === 0) fail(`No test matches ${values.grep}`);
}

/** The folders of `test` with tests in them, and those that must have some. */
async function findLayers(): Promise<string[]> {
  const found = new Set(LAYERS.keys());
  for await (const file of glob('test/*/**/*.test.ts', { cwd: root })) found.add(file.split(/[\\/]/)[1] ?? '');
  return [...found];
}

async function step(name: string, work: () => Promise<unknown>): Promise<boolean> {
  const start = Date.now();
  console.log(`\n▶ ${name}`);
  try {
    await work();
    console.log(`  ${name}: ${seconds(start)}`);
    return true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    fail(`${name} failed`);
    return false;
  }
}

async function runLayer(layer: string): Promise<void> {
  const start = Date.now();
  const limit = LAYERS.get(layer) ?? 10 * 60_000;
  const output = join(results, `${layer}.json`);
  const program = layer === 'host' ? 'test/support/host/layer.ts' : 'test/support/layer.ts';
  const args = [...(layer === 'host' ? [] : [layer]), output, ...(values.grep === undefined ? [] : [values.grep])];
  await rm(output, { force: true });
  console.log(`\n▶ ${layer}`);
  const child = startProgram(process.execPath, [join(root, program), ...args], { cwd: root, show: true });
  let late = false;
  const guard = setTimeout(() => {
    late = true;
    void child.stop();
  }, limit);
  const code = await child.ended;
  clearTimeout(guard);

  const report = v.safeParse(v.pipe(v.string(), v.parseJson(), Report), await readFile(output, 'utf8').catch(() => ''));
  const stats = report.success ? report.output.stats : { passes: 0, failures: 0, pending: 0 };
  total.passed += stats.passes;
  total.failed += stats.failures;
  total.skipped += stats.pending;
  console.log(`  ${layer}: ${stats.passes} passed, ${stats.failures} failed, ${stats.pending} skipped, ${seconds(start)}`);
  if (stats.failures > 0) broken.push(`${layer}: ${stats.failures} failed`);
  if (late) fail(`${layer}: stopped after ${limit / 60_000} minutes`);
  else if (!report.success || (code !== 0 && stats.failures === 0)) fail(`${layer}: ended with ${code} before its tests did`);
  else if (values.grep === undefined && stats.passes + stats.failures === 0) fail(`${layer}: ran no test`);
}

/** The developer's own keys and switches, and what a terminal inside VS Code sets, must not decide what a test sees. */
function leaveOutside(): void {
  const own = new Set(['EASEL_DESKTOP', 'EASEL_HOST_DIR', 'EASEL_SEED']);
  for (const name of Object.keys(process.env)) {
    if (/^(OPENAI_|EASEL_|VSCODE_|ELECTRON_RUN_AS_NODE$)/.test(name) && !own.has(name)) delete process.env[name];
  }
}

function fail(line: string): void {
  total.failed += 1;
  broken.push(line);
}

function seconds(start: number): string {
  return `${((Date.now() - start) / 1000).toFixed(1)} s`;
}
