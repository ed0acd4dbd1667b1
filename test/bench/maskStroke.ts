import * as v from 'valibot';
import { root } from '../support/host/install.ts';
import { openEditor } from '../support/maskStage.ts';
import { startPageHost } from '../support/pageHost.ts';
import { runProgram } from '../support/process.ts';
import type { Results } from './rows.ts';
import { percentile } from './statistics.ts';

const SIDE = 4096;
const BRUSH = 400;
const EVENTS = 200;

const Trace = v.object({
  traceEvents: v.array(
    v.looseObject({
      name: v.string(),
      ph: v.string(),
      /** µs */
      ts: v.optional(v.number(), 0),
      /** µs */
      dur: v.optional(v.number(), 0),
      args: v.optional(v.looseObject({ data: v.optional(v.looseObject({ type: v.optional(v.string()) })) }), {}),
    }),
  ),
});
type TraceEvent = v.InferOutput<typeof Trace>['traceEvents'][number];

/** What an event costs: our script, and what the browser does to show its result, on all threads of the page. */
const WORK = [
  'EventDispatch',
  'FireAnimationFrame',
  'UpdateLayoutTree',
  'Layout',
  'PrePaint',
  'Paint',
  'Layerize',
  'Commit',
  'RasterTask',
];

/** A spiral over a picture of 4096 × 4096 px with a brush of 400 px, in Chromium without a GPU. */
export async function benchMask(): Promise<Results> {
  await runProgram(process.execPath, ['esbuild.js', '--production'], { cwd: root });
  const host = await startPageHost();
  try {
    const tools = { tool: 'brush', size: BRUSH / SIDE, soft: 0, opacity: 0.5 };
    const { page, at, summary } = await openEditor(
      host,
      { width: SIDE, height: SIDE },
      {},
      { width: 1200, height: 900, left: { tools } },
    );
    await page.waitForFunction(() => [...document.images].every((image) => image.complete));
    const points = await Promise.all(Array.from({ length: EVENTS + 1 }, (_, index) => spiral(index)).map(([x, y]) => at(x, y)));
    const browser = page.context().browser();
    const [first, ...rest] = points;
    if (!browser || !first) throw new Error('nothing to measure with');
    await page.mouse.move(first.x, first.y);
    await page.mouse.down();
    await browser.startTracing(page, { categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'] });
    for (const { x, y } of rest) {
      await page.mouse.move(x, y);
      // Every event gets a frame of its own: together they would cost less each.
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
    }
    await page.mouse.up();
    const { traceEvents } = v.parse(v.pipe(v.string(), v.parseJson(), Trace), (await browser.stopTracing()).toString());
    await summary(/^\d+ %/);
    const costs = costsOf(traceEvents);
    if (costs.length < EVENTS) throw new Error(`only ${costs.length} of ${EVENTS} events arrived`);
    return { brush: { measured: percentile(costs, 0.95) }, brushLongest: { measured: percentile(costs, 1) } };
  } finally {
    await host.close();
  }
}

/** Point number `index` of a spiral over the picture, px. */
function spiral(index: number): readonly [number, number] {
  const part = index / EVENTS;
  const angle = part * 8 * Math.PI;
  const radius = part * SIDE * 0.45;
  return [SIDE / 2 + radius * Math.cos(angle), SIDE / 2 + radius * Math.sin(angle)];
}

/** What every pointer event has cost until the next one came, ms. */
function costsOf(events: readonly TraceEvent[]): readonly number[] {
  const work = events.filter(({ name, ph }) => ph === 'X' && WORK.includes(name)).sort((one, other) => one.ts - other.ts);
  const costs: number[] = [];
  for (const { name, dur, args } of work) {
    if (name === 'EventDispatch' && args.data?.type === 'pointermove') costs.push(0);
    const last = costs.length - 1;
    if (last >= 0) costs[last] = (costs[last] ?? 0) + dur / 1000;
  }
  return costs;
}
