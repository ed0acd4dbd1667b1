import { root } from '../support/host/install.ts';
import { startPageHost } from '../support/pageHost.ts';
import { card, picture, stateMessage } from '../support/pageStates.ts';
import { runProgram } from '../support/process.ts';
import type { Results } from './rows.ts';
import { median } from './statistics.ts';

const IMAGES = 200;
const TIMES = 15;

/** The panel with 200 images: how long a new state takes from the message to the frame that shows it. */
export async function benchGallery(): Promise<Results> {
  await runProgram(process.execPath, ['esbuild.js', '--production'], { cwd: root });
  const host = await startPageHost();
  try {
    const { page, next, send } = await host.open({ width: 700 });
    await next('ready');
    const cards = Array.from({ length: IMAGES }, (_, n) => {
      const src = host.image(`#${n.toString(16).padStart(6, '0')}`, 1024, 1024);
      return card({ id: `run-${n}`, prompt: `Picture ${n}`, pictures: [picture({ id: `image-${n}`, src })] });
    });
    const message = stateMessage({ cards, gallery: { search: '', family: false, older: true } });
    await send(message);
    await page
      .locator('.card')
      .nth(IMAGES - 1)
      .waitFor({ state: 'attached' });
    const times = await page.evaluate(
      async ({ state, count }) => {
        const took: number[] = [];
        for (let time = 0; time < count; time++) {
          const start = performance.now();
          window.postMessage(state, '*');
          await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
          took.push(performance.now() - start);
        }
        return took;
      },
      { state: message, count: TIMES },
    );
    return { gallery: { measured: median(times) } };
  } finally {
    await host.close();
  }
}
