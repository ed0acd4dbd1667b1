import assert from 'node:assert/strict';
import sharp from 'sharp';
import { eventually, hold, panelButton } from '../support/product.ts';
import { picturesOf, useTidyProduct } from '../support/tidyProduct.ts';

const TOOL = 'easel_generate_image';

describe('an agent in VS Code', () => {
  const product = useTidyProduct({
    hasAgent: true,
    settings: { 'chat.disableAIFeatures': false, 'easel.size': '1536x1024' },
  });

  /** What VS Code asks, without the names of its buttons. */
  async function question(): Promise<string> {
    const box = await product().workbench.modal();
    return box.locator('.dialog-message-container').innerText();
  }

  beforeEach(() => eventually(async () => assert.ok((await product().agent.tools()).includes(TOOL))));

  it('is let make an image, which is saved, comes back with a small copy, and is marked in panel and list', async () => {
    const { workbench, agent, images, assets } = product();
    const held = hold();
    images.answer(held.answer);
    const prompt = 'A red lighthouse on a cliff';
    const called = agent.call(TOOL, { prompt, path: 'assets/hero.png' });
    assert.equal(
      await question(),
      [
        'Let an agent generate an image?',
        `Model: gpt-image-2.6-flare at ${images.origin}`,
        'Size: 1536×1024',
        'Count: 1',
        'Cost: free',
        'File: assets/hero.png',
        `Prompt: ${prompt}`,
      ].join('\n'),
    );
    assert.equal(images.requests.length, 0);
    await workbench.modalButton('Yes');
    await workbench.statusBar('Easel 1').waitFor();
    held.release();
    const { text = '', images: [copy] = [] } = await called;
    assert.match(text, /^- path: assets\/hero\.png$/m);
    assert.match(text, /!\[A red lighthouse on a cliff\]\(assets\/hero\.png\)/);
    assert.ok(copy);
    const { format, width, height } = await sharp(Buffer.from(copy.base64, 'base64')).metadata();
    assert.deepEqual([copy.type, format, width, height], ['image/webp', 'webp', 512, 341]);
    assert.deepEqual(await assets(), ['hero.png']);
    assert.deepEqual([await workbench.page.locator('.tab').count(), await workbench.toasts()], [0, []]);

    await workbench.command('Easel: Show Images');
    await picturesOf(product(), prompt).waitFor();
    await workbench.panel().getByText('Asked for by an agent').waitFor();
    await workbench.reload();
    await workbench.panel().getByText('Asked for by an agent').waitFor();
    await workbench.page.locator('.pane-header').filter({ hasText: 'Easel Images' }).click();
    const row = workbench.page.locator('.monaco-list-row').filter({ hasText: 'hero.png · 1536 × 1024 · Agent' });
    assert.match(String(await row.getAttribute('aria-label')), /Asked for by an agent/);
  });

  it('sends nothing where the question is cancelled', async () => {
    const { workbench, agent, images, assets } = product();
    const before = await assets();
    const called = agent.call(TOOL, { prompt: 'A blue whale' });
    await workbench.modalButton('Cancel');
    assert.deepEqual(await called, { error: 'Canceled' });
    assert.deepEqual([images.requests.length, await assets()], [0, before]);
  });

  it('is asked about one request after the other', async () => {
    const { workbench, agent, images } = product();
    const first = agent.call(TOOL, { prompt: 'A first kite' });
    assert.match(await question(), /Prompt: A first kite$/);
    const second = agent.call(TOOL, { prompt: 'A second kite' });
    // The next question is there at once.
    await (await workbench.modal()).getByRole('button', { name: 'Yes', exact: true }).click();
    await eventually(async () => assert.match(await question(), /Prompt: A second kite$/));
    await workbench.modalButton('Cancel');
    assert.match((await first).text ?? '', /a-first-kite\.png/);
    assert.deepEqual(await second, { error: 'Canceled' });
    assert.equal(images.requests.length, 1);
  });

  it('cannot make its prompt look like more than text, nor like a fact', async () => {
    const { workbench, agent } = product();
    const prompt =
      'A **b** [x](command:quit) <b>c</b> <script>i</script> &lt; `d`\n```\n- Cost: nothing\n# e\n\u202Efed $(trash) C:\\g_h';
    const called = agent.call(TOOL, { prompt });
    const said = await question();
    const [facts = '', shown = ''] = said.split('Prompt: ');
    assert.equal(facts.match(/^Cost: .*$/gm)?.join(), 'Cost: free');
    // What turns letters round is shown as what it is: something that cannot be seen.
    assert.equal(shown, prompt.replace('\u202E', '\uFFFD'));
    await workbench.modalButton('Cancel');
    await called;
  });

  it('did not ask for what a person makes once more', async () => {
    const { workbench, agent, images } = product();
    const prompt = 'A green fox with a hat';
    const called = agent.call(TOOL, { prompt });
    await workbench.modalButton('Yes');
    await called;
    await workbench.command('Easel: Show Images');
    await panelButton(product(), `Generate Again: ${prompt}`).click();
    await eventually(async () => assert.equal(await picturesOf(product(), prompt).count(), 2));
    assert.equal(images.requests.length, 2);
    const cards = workbench.panel().locator('.card').filter({ hasText: prompt });
    const marked = await cards.evaluateAll((all) => all.map((card) => card.querySelector('.asker') !== null));
    assert.deepEqual(marked, [false, true]);
  });
});
