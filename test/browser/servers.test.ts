import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { azure, DEPLOYMENT } from '../support/emulators/azure.ts';
import { EMULATOR_KEY, startEmulator } from '../support/emulators/emulator.ts';
import { json } from '../support/imagesFaults.ts';
import { eventually, type Product } from '../support/product.ts';
import { picturesOf, reloadWith, useTidyProduct } from '../support/tidyProduct.ts';

const FILES = { 'post.md': '# Post\n\nA quiet lake at dawn\n\nA mill by the river\n\nA tower of glass\n' };
const CHOOSE = 'Easel: Choose Server…';
const UNUSED = 'http://127.0.0.1:9/v1';

describe('Choose Server', () => {
  const product = useTidyProduct({ files: FILES });

  it('adds a server of a kind after a free look at it, and makes the next image there with its model', async () => {
    const { workbench, images, generate } = product();
    await reloadWith(product(), { 'easel.baseUrl': undefined, 'easel.servers': undefined, 'easel.model': undefined });
    images.answerModels(listing('flux-1', 'sd-turbo'));
    await workbench.command(CHOOSE);
    assert.deepEqual((await workbench.quickLabels()).slice(0, 3), ['OpenAI', 'Azure OpenAI…', 'LocalAI…']);
    await workbench.quickPick('LocalAI…');
    await workbench.quickInput('not an address', 'Add LocalAI');
    await (await workbench.inputBox('is not the address of a server')).waitFor();
    await workbench.quickInput(`${images.origin}/`, 'is not the address of a server');
    await workbench.quickPick('sd-turbo');
    await workbench.toast(/Images are made by LocalAI \(127\.0\.0\.1:\d+\) now\. It answered in \d+ ms and lists 2 models\./);
    assert.deepEqual(
      images.requests.map(({ method, path }) => `${method} ${path}`),
      ['GET /v1/models'],
    );
    assert.partialDeepStrictEqual(await readUserSettings(product()), {
      'easel.baseUrl': `${images.origin}/`,
      'easel.model': 'sd-turbo',
      'easel.servers': [{ kind: 'localai', baseUrl: `${images.origin}/`, models: ['sd-turbo'] }],
    });

    await generate('post.md', 'A quiet lake at dawn');
    await picturesOf(product(), 'A quiet lake at dawn').waitFor();
    assert.deepEqual(images.posts[0]?.body, {
      model: 'sd-turbo',
      prompt: 'A quiet lake at dawn',
      response_format: 'b64_json',
    });
  });

  it('adds a deployment of Azure: its key in the header that Azure reads, and as the model that it stands for', async () => {
    const { workbench, generate } = product();
    const emulator = await startEmulator(azure);
    try {
      await workbench.command(CHOOSE);
      await workbench.quickPick('Azure OpenAI…');
      await workbench.quickInput(emulator.server.baseUrl, 'Add Azure OpenAI');
      await workbench.quickInput(EMULATOR_KEY, `API key for ${emulator.server.origin}`);
      await workbench.quickInput(DEPLOYMENT, 'Name of the deployment');
      await (await workbench.inputBox(`Which model is “${DEPLOYMENT}”?`)).waitFor();
      await workbench.quickPick('GPT Image 2');
      await workbench.toast(/Images are made by Azure OpenAI \(127\.0\.0\.1:\d+\) now\./);
      await generate('post.md', 'A mill by the river');
      await picturesOf(product(), 'A mill by the river').waitFor();
      const [post, ...others] = emulator.posts;
      assert.deepEqual([post?.headers['api-key'], post?.headers.authorization], [EMULATOR_KEY, undefined]);
      assert.partialDeepStrictEqual(post?.body, { model: DEPLOYMENT, quality: 'medium', stream: true });
      assert.deepEqual(others, []);
    } finally {
      await emulator.close();
    }
  });

  it('says what is wrong with a server that does not answer, and lets the address be changed', async () => {
    const { workbench, images } = product();
    images.answerModels(listing('sd-turbo'));
    await workbench.command(CHOOSE);
    await workbench.quickPick('LocalAI…');
    await workbench.quickInput(UNUSED, 'Add LocalAI');
    await (await workbench.modal()).getByText('Nothing answers at 127.0.0.1:9. Is the server running?').waitFor();
    await workbench.modalButton('Change Address…');
    const box = await workbench.inputBox('Add LocalAI');
    assert.equal(await box.inputValue(), UNUSED);
    await workbench.quickInput(images.baseUrl, 'Add LocalAI');
    await workbench.toast(/Images are made by LocalAI .* lists 1 model\./);
  });

  it('goes to an address that is typed, to another entry by keyboard, and back to OpenAI with its model', async () => {
    const { workbench, images } = product();
    const { page } = workbench;
    const other = { name: 'Studio', kind: 'xinference', baseUrl: UNUSED, models: ['sdxl'] };
    await reloadWith(product(), { 'easel.baseUrl': UNUSED, 'easel.servers': [other], 'easel.model': 'sdxl' });
    await workbench.command(CHOOSE);
    assert.deepEqual((await workbench.quickLabels()).slice(0, 2), ['Studio', 'OpenAI']);
    await workbench.quickInput(images.baseUrl, 'type its base URL');
    await eventually(async () =>
      assert.partialDeepStrictEqual(await readUserSettings(product()), {
        'easel.baseUrl': images.baseUrl,
        'easel.model': 'sdxl',
      }),
    );

    await workbench.command(CHOOSE);
    await page.keyboard.type('Studio');
    await workbench.quickRow('Studio').waitFor();
    await page.keyboard.press('Enter');
    await eventually(async () => assert.partialDeepStrictEqual(await readUserSettings(product()), { 'easel.baseUrl': UNUSED }));

    await workbench.command(CHOOSE);
    await workbench.quickPick('OpenAI');
    await eventually(async () => {
      const settings = await readUserSettings(product());
      assert.equal(settings['easel.baseUrl'], '');
      assert.equal('easel.model' in settings, false, 'OpenAI has no such model, so the usual one is used');
    });
    assert.equal(images.requests.length, 0, 'nothing is sent by a choice');
  });

  it('keeps what the user said of a server when it is added anew, and changes no model for the one in use', async () => {
    const { workbench, images } = product();
    const known = { name: 'Mine', kind: 'localai', baseUrl: images.baseUrl, models: ['old'], headers: { 'X-Team': 'design' } };
    await reloadWith(product(), { 'easel.baseUrl': images.baseUrl, 'easel.servers': [known], 'easel.model': 'other' });
    await workbench.command(CHOOSE);
    await workbench.quickPick('Mine');
    images.answerModels(listing('new'));
    await workbench.command(CHOOSE);
    await workbench.quickPick('LocalAI…');
    assert.equal((await readUserSettings(product()))['easel.model'], 'other');
    await workbench.quickInput(images.baseUrl, 'Add LocalAI');
    await workbench.toast('Images are made by Mine now.');
    const settings = await readUserSettings(product());
    assert.deepEqual(settings['easel.servers'], [{ ...known, models: ['old', 'new'] }]);
    assert.equal(settings['easel.model'], 'new');
    assert.equal(images.requests[0]?.headers['x-team'], 'design');
  });

  it('does not take a wrong path of a compatible server for good', async () => {
    const { workbench, images } = product();
    images.answerModels('notFound');
    await workbench.command(CHOOSE);
    await workbench.quickPick('Another Server…');
    await workbench.quickInput(`${images.origin}/elsewhere`, 'Add OpenAI-compatible');
    await (await workbench.modal()).getByText('There is no list of models at this address (status 404).').waitFor();
    await workbench.modalButton('Cancel');
    assert.ok(images.requests.every(({ method }) => method === 'GET'));
  });

  it('asks about cost before the same request goes to another server, where it may be paid', async () => {
    const { workbench, images, generate } = product();
    await reloadWith(product(), {
      'easel.baseUrl': images.baseUrl,
      'easel.servers': undefined,
      'easel.model': undefined,
      'easel.count': 5,
    });
    images.wantKey('sk-another-key-0123456789');
    await generate('post.md', 'A tower of glass');
    await workbench.quickPick('Use Another Server…');
    await workbench.quickInput(images.baseUrl.replace('127.0.0.1', '0.0.0.0'), 'type its base URL');
    await workbench.modalButton('Send Without Encryption');
    await (await workbench.modal()).getByText('Generate 5 images with').waitFor();
    await workbench.modalButton('Cancel');
    await reloadWith(product(), { 'easel.count': undefined });
  });

  it('removes an entry with Undo, and says which entry is wrong', async () => {
    const { workbench } = product();
    const [good, wrong] = [
      { name: 'Studio', kind: 'xinference', baseUrl: UNUSED },
      { name: 'Broken', kind: 'no-such-kind', baseUrl: UNUSED },
    ];
    await reloadWith(product(), { 'easel.baseUrl': undefined, 'easel.servers': [good, wrong], 'easel.model': undefined });
    await workbench.command(CHOOSE);
    await workbench.quickRow('Entry Broken of easel.servers cannot be used, because its “kind” is not right.').waitFor();
    const row = workbench.quickRow('Studio');
    await row.hover();
    await row.getByRole('button', { name: 'Remove from the List' }).click();
    await eventually(async () => assert.deepEqual((await readUserSettings(product()))['easel.servers'], [wrong]));
    await workbench.page.keyboard.press('Escape');
    await workbench.notificationButton('Studio was removed from your servers.', 'Undo');
    await eventually(async () => assert.deepEqual((await readUserSettings(product()))['easel.servers'], [good, wrong]));
  });
});

function listing(...ids: readonly string[]) {
  return (_request: unknown, response: Parameters<typeof json>[0]) =>
    json(response, { object: 'list', data: ids.map((id) => ({ id, object: 'model' })) });
}

async function readUserSettings({ vscode }: Product): Promise<Record<string, unknown>> {
  const text = await readFile(join(vscode.userData, 'User', 'settings.json'), 'utf8');
  const settings: unknown = JSON.parse(text);
  assert.ok(typeof settings === 'object' && settings !== null);
  return { ...settings };
}
