import assert from 'node:assert/strict';
import { actionsFor, type PictureAction, type PictureActionId } from '../../src/core/pictureAction.ts';
import type { PageState, PictureView, ToHost } from '../../src/core/protocol.ts';
import { type Step, walk } from '../support/keyboardWalk.ts';
import { type OpenPage, type PageHost, startPageHost } from '../support/pageHost.ts';
import { card, form, pending, picture, stateMessage } from '../support/pageStates.ts';

const ENTER = ['Enter'] as const;
/** Names of the buttons beside a picture. */
const labels: Partial<Record<PictureActionId, string>> & { readonly saveRaw: string } = {
  insert: 'Insert into post.md:12',
  useInstead: 'Use Instead of was.png',
  star: 'Star',
  copyReference: 'Copy Reference',
  edit: 'Edit',
  vary: 'Create Variations',
  extend: 'Extend',
  discard: 'Discard',
  saveRaw: 'Save Untouched Answer As…',
};

/** What an action asks of the host. */
function askedBy(id: PictureActionId, image: string): ToHost {
  if (id === 'star' || id === 'unstar') return { kind: 'star', image, on: id === 'star' };
  assert.ok(id !== 'copyImage', 'the page copies it itself');
  return { kind: id, image };
}

describe('with nothing but keys, one reaches and does everything', function () {
  this.timeout(60_000);
  let host: PageHost;
  let open: OpenPage;

  before(async function () {
    this.timeout(120_000);
    host = await startPageHost();
  });
  after(() => host.close());
  afterEach(async () => {
    assert.deepEqual(open.complaints, []);
    await open.close();
  });

  async function start(state: Partial<PageState>): Promise<void> {
    open = await host.open({ width: 900, height: 1000, reducedMotion: true });
    await open.next('ready');
    await open.send(stateMessage(state));
    await open.page.locator('#prompt').waitFor();
  }

  const src = () => host.image('#d98b4a', 64, 64);
  /** One for which everything is offered. */
  const cat = (): PictureView =>
    picture({
      id: 'cat',
      src: src(),
      alt: 'A cat',
      others: 1,
      replaceLabel: 'Use Instead of was.png',
      webp: { label: 'Insert as WebP (180 kB)', usable: true },
      raw: { src: src(), name: 'raw.png', width: 64, height: 64, facts: '64 × 64' },
      revisedPrompt: 'A siamese cat',
    });
  const original = () => ({ src: host.image('#4a8bd9', 64, 64), name: 'was.png', width: 64, height: 64 });

  it('in the form', async () => {
    const reference = { id: 'ref-1', src: src(), name: 'sketch.png' };
    const style = { name: 'Watercolour', prefix: 'Watercolour of', suffix: '', references: [] };
    await start({ form: form({ prompt: 'A cat', hasStyles: true, style, references: [reference] }) });
    const prompt = 'A fox --16:9';
    await walk(open, [
      {
        at: 'History…',
        press: ENTER,
        asks: { kind: 'recentPrompts' },
        answer: { kind: 'recent', prompts: ['A hen', `${prompt} --x3`] },
        shows: '#recent-1',
      },
      {
        at: 'Search recent prompts',
        press: ['ArrowDown', 'Enter'],
        asks: { kind: 'draft', form: 'form-1', prompt: `${prompt} --x3` },
      },
      { at: 'Remove 3 images', press: ENTER, asks: { kind: 'draft', form: 'form-1', prompt } },
      { at: 'Choose Style…', press: ENTER, asks: { kind: 'chooseStyle' } },
      { at: 'Add Reference…', press: ENTER, asks: { kind: 'pickReference', form: 'form-1' } },
      { at: 'Prompt', press: ['Control+Enter'], asks: { kind: 'generate', form: 'form-1', prompt } },
      { at: 'Remove the style Watercolour', press: ['Space'], asks: { kind: 'dropStyle' } },
      { at: 'Remove sketch.png', press: ENTER, asks: { kind: 'dropReference', form: 'form-1', reference: 'ref-1' } },
      { at: 'What is sent', press: ENTER, shows: 'details.sent:not([open])' },
      { at: /^Options/, press: ENTER, shows: '#options:not([hidden])' },
      {
        at: 'Model',
        press: ['ArrowDown', 'ArrowDown', 'Enter'],
        asks: { kind: 'change', form: 'form-1', options: { model: 'gpt-image-2.6-sunburst' } },
      },
      { at: 'Size', press: ['"512x512"', 'Enter'], asks: { kind: 'change', form: 'form-1', options: { size: '512x512' } } },
      {
        at: 'Quality',
        press: ['Enter', 'ArrowDown', 'Enter'],
        asks: { kind: 'change', form: 'form-1', options: { quality: 'high' } },
      },
      {
        at: 'Background',
        press: ['Enter', 'ArrowDown', 'Enter'],
        asks: { kind: 'change', form: 'form-1', options: { background: 'opaque' } },
      },
      { at: 'Count', press: ['Enter', 'ArrowDown', 'Enter'], asks: { kind: 'change', form: 'form-1', options: { count: '2' } } },
      // A size that was chosen takes its flag out of the prompt.
      { at: 'Generate', press: ENTER, asks: { kind: 'generate', form: 'form-1', prompt: 'A fox' } },
    ]);
  });
  /** What is done with an image, by the toolbar that stands beside it. */
  function deeds(shown: PictureView): readonly Step[] {
    const at = (where: PictureAction['place']) => actionsFor(shown, true).filter(({ place }) => place === where);
    const more = at('more');
    return [
      ...[...at('button'), ...at('icon')].map(({ id }) => ({ at: labels[id] ?? id, press: ENTER, asks: askedBy(id, shown.id) })),
      ...more.flatMap(({ id }, index) => [
        { at: 'More Actions…', press: ENTER, shows: '[role=menuitem]:focus' },
        {
          // The line that has the focus, whichever it is.
          at: /./,
          press: ['Home', ...more.slice(0, index).map(() => 'ArrowDown'), 'Enter'],
          ...(id === 'copyImage' ? { shows: '.said:text-is("Image copied.")' } : { asks: askedBy(id, shown.id) }),
        },
      ]),
    ];
  }

  it('on a card that is finished', async () => {
    const prompt = 'A siamese cat on a windowsill in the soft light of the morning. '.repeat(20);
    const gone = picture({ id: 'fox', src: src(), state: 'discarded' });
    const dog = picture({ id: 'dog', src: src(), alt: 'A dog' });
    const inserted: PictureView = { ...cat(), state: 'inserted' };
    const lineage = [
      { label: 'Edited from was.png', image: 'was', leads: 'image' },
      { label: '2 edits of cat.png', image: 'cat', leads: 'family' },
    ] as const;
    const done = card({
      prompt,
      lineage,
      original: original(),
      pictures: [inserted, dog, gone],
      description: { alt: '' },
      style: { name: 'Watercolour', sent: 'Watercolour of a cat' },
      buttons: [{ step: 'varySubtly', label: 'Subtle Variations' }],
    });
    await start({ cards: [done] });
    await walk(open, [
      { at: 'Show more', press: ENTER, shows: '.prompt [aria-expanded=true]' },
      { at: 'Edited from was.png', press: ENTER, asks: { kind: 'showImage', image: 'was' } },
      { at: '2 edits of cat.png', press: ENTER, asks: { kind: 'showFamily', image: 'cat' } },
      { at: 'Style: Watercolour', press: ENTER, shows: 'details.sent[open]' },
      { at: 'Compare', press: ENTER, shows: '[role=slider]' },
      { at: 'Back to the Picture', press: [...ENTER, 'Escape'], shows: 'body:not(:has(.look))' },
      { at: 'A cat', press: ['ArrowRight', 'ArrowLeft'], shows: '[data-image=cat] [data-tile]:focus' },
      ...deeds(inserted),
      { at: 'Show Untouched Answer', press: ['Space'], shows: '[aria-pressed=true]' },
      { at: labels.saveRaw, press: ENTER, asks: { kind: 'saveRaw', image: 'cat' } },
      { at: 'Revised prompt', press: ENTER, shows: '.tile details[open]' },
      { at: 'Undo: discard fox.png', press: ENTER, asks: { kind: 'restore', image: 'fox' } },
      { at: 'Alt text', press: ENTER, shows: '.description[open]' },
      { at: 'Keep Only This: cat.png', press: ENTER, asks: { kind: 'keepOnly', image: 'cat' } },
      { at: /^Generate Again/, press: ENTER, asks: { kind: 'again', run: 'run-1' } },
      { at: 'Subtle Variations', press: ENTER, asks: { kind: 'step', run: 'run-1', step: 'varySubtly' } },
    ]);
  });

  it('on a card that runs', async () => {
    const place = { name: 'cat', folder: 'assets' };
    await start({ cards: [card({ running: true, pending: [pending()], description: { alt: '', place } })] });
    await walk(open, [
      { at: /^Cancel/, press: ENTER, asks: { kind: 'cancel', run: 'run-1' } },
      { at: 'Name and alt text', press: ENTER, shows: '.description[open]' },
      {
        at: 'File name',
        press: ['End', '"s"'],
        asks: { kind: 'describe', run: 'run-1', name: 'cats', alt: '', folder: 'assets' },
      },
      { at: 'Alt text', press: ['"Two"'], asks: { kind: 'describe', run: 'run-1', name: 'cats', alt: 'Two', folder: 'assets' } },
      {
        at: 'Folder',
        press: ['End', '"/x"'],
        asks: { kind: 'describe', run: 'run-1', name: 'cats', alt: 'Two', folder: 'assets/x' },
      },
    ]);
  });

  it('on a card that failed', async () => {
    const buttons = [
      { step: 'editPrompt', label: 'Edit Prompt' },
      { step: 'tryAgain', label: 'Try Again' },
    ] as const;
    const calls = ['call-1', 'call-2'];
    const requests = calls.map((call) => ({ call, requestId: `req-${call}` }));
    await start({ cards: [card({ failures: [{ sentence: 'It failed.', buttons, requests }] })] });
    await walk(open, [
      { at: 'Copy Request ID', press: ENTER, shows: '[aria-label=Copied]' },
      { at: /request 2 of 2/, press: ENTER, asks: { kind: 'step', run: 'run-1', step: 'tryAgain', calls: ['call-2'] } },
      { at: 'Edit Prompt', press: ENTER, asks: { kind: 'step', run: 'run-1', step: 'editPrompt', calls } },
      { at: 'Try Again', press: ['Space'], asks: { kind: 'step', run: 'run-1', step: 'tryAgain', calls } },
    ]);
    assert.equal(await open.page.evaluate(() => navigator.clipboard.readText()), 'req-call-1');
  });

  it('in the history', async () => {
    await start({ cards: [card()], gallery: { search: '', family: false, older: true } });
    await walk(open, [
      { at: 'Search Images', press: ['"cat"', 'Enter'], asks: { kind: 'search', text: 'cat' } },
      { at: 'Clear Search', press: ENTER, asks: { kind: 'search', text: '' } },
      { at: 'Show Older Images', press: ENTER, asks: { kind: 'older' } },
    ]);
  });

  it('with a picture alone, and with two that are compared', async () => {
    const shown = cat();
    const dog = picture({ id: 'dog', src: src(), alt: 'A dog' });
    await start({ cards: [card({ original: original(), pictures: [shown, dog] })] });
    await walk(open, [
      { at: 'A cat', press: ENTER, shows: '#look:focus' },
      { at: 'Next Picture', press: ENTER, shows: '.look[data-image=dog]' },
      { at: 'Previous Picture', press: ['Space'], shows: '.look[data-image=cat]' },
      { at: 'Zoom In', press: ENTER },
      { at: /^Original Size/, press: ENTER },
      { at: 'Zoom Out', press: ENTER },
      { at: 'Fit', press: ENTER },
      ...deeds(shown),
      { at: 'Copy Prompt', press: ENTER, asks: { kind: 'copyPrompt', image: 'cat', of: 'prompt' } },
      { at: 'Copy Revised Prompt', press: ENTER, asks: { kind: 'copyPrompt', image: 'cat', of: 'revised' } },
      { at: 'Compare', press: ENTER, shows: '#look-divider:focus' },
      { at: /^Where one picture ends/, press: ['ArrowRight', 'Home'], shows: '[aria-valuenow="0"]' },
      { at: 'Side by Side', press: ENTER, shows: '.look-pair' },
      { at: 'Slider', press: ENTER, shows: '[role=slider]' },
      { at: 'Original', press: ['ArrowRight'], shows: '[role=radio][aria-checked=true]:focus' },
      { at: 'Back to the Picture', press: ENTER, shows: '#look:focus' },
      { at: 'Back to the Gallery', press: ENTER, shows: '[data-image=cat] [data-tile]:focus' },
    ]);
  });
});
