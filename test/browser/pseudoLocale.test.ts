import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { everyState, openState } from '../support/everyState.ts';
import { type PageHost, startPageHost } from '../support/pageHost.ts';
import { form } from '../support/pageStates.ts';
import { pseudoLabels, stringsIn, unmarked } from '../support/pseudoLocale.ts';

describe('the page in a language that nobody speaks', function () {
  this.timeout(180_000);
  let host: PageHost;

  before(async function () {
    this.timeout(120_000);
    host = await startPageHost();
  });
  after(() => host.close());

  it('has no word that is not in the bundle for translators, in no state', async () => {
    const labels = await pseudoLabels();
    const found = new Set<string>();
    for (const shown of everyState(host)) {
      const { page, close } = await openState(host, shown, { labels, width: 900, height: 1400 });
      const data = stringsIn([shown.state, form()]);
      const said = await saidBy(page);
      assert.ok(
        said.some(({ text }) => text.includes('⟦')),
        `${shown.name}: nothing is translated`,
      );
      for (const { where, text } of said) {
        const rest = unmarked(text, data);
        if (rest !== '') found.add(`${shown.name}: ${where}: ${text} (${rest})`);
      }
      await close();
    }
    assert.deepEqual([...found], []);
  });
});

/** Everything that a page says, to the eye and to a screen reader, and what says it; but not times, which the browser writes. Shadow roots included. */
async function saidBy(page: Page): Promise<readonly { readonly where: string; readonly text: string }[]> {
  return page.evaluate(() => {
    const ATTRIBUTES = [
      'aria-label',
      'aria-valuetext',
      'aria-description',
      'aria-roledescription',
      'title',
      'placeholder',
      'alt',
      'label',
    ];
    const said: { where: string; text: string }[] = [];
    const visit = (node: Node) => {
      if (node instanceof Text) said.push({ where: node.parentElement?.localName ?? 'shadow', text: node.data });
      if (node instanceof Element) {
        if (['script', 'style', 'textarea', 'time'].includes(node.localName)) return;
        for (const name of ATTRIBUTES) {
          const text = node.getAttribute(name);
          if (text !== null) said.push({ where: `${node.localName}[${name}]`, text });
        }
        if (node.shadowRoot) visit(node.shadowRoot);
      }
      for (const child of node.childNodes) visit(child);
    };
    visit(document.body);
    return said;
  });
}
