import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { json, refuse } from '../support/imagesFaults.ts';
import { configure, generate, until, useStage } from './stage.ts';

const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const said = (date: string) => new Date(date).toLocaleDateString(undefined, { dateStyle: 'medium', timeZone: 'UTC' });
const refresh = () => vscode.commands.executeCommand('easel.refreshModels');

describe('Refresh Models', () => {
  const stage = useStage();
  const host = () => new URL(stage.server.baseUrl).host;
  /** What was said before the test began. */
  let told = 0;
  const texts = () => stage.shown.slice(told).map(({ text }) => text);
  const list = (...data: readonly object[]) => stage.server.answerModels((_, response) => json(response, { data }));

  beforeEach(async () => {
    stage.choose(/^All Servers$|^http/);
    await vscode.commands.executeCommand('easel.forgetServer');
    stage.choose(/nobody chooses this/);
    told = stage.shown.length;
  });

  it('says what is new and what ends, and every list of models has it at once', async () => {
    await vscode.commands.executeCommand('easel.showPanel');
    stage.page.send({ kind: 'ready' });
    const models = () =>
      stage.page.state?.form.fields.find(({ option }) => option === 'model')?.choices.map(({ value }) => value);
    await until('the form is shown', () => models()?.includes('gpt-image-2.6-flare'));
    list({ id: 'sd-xl' }, { id: 'flux-9', shutdown_date: day(5) }, { id: 'flux-1', shutdown_date: day(-5) }, { id: 7 });
    await refresh();
    const ends = [`flux-9 will be shut down on ${said(day(5))}.`, `flux-1 was shut down on ${said(day(-5))}.`];
    assert.deepEqual(texts(), [`${host()} lists 3 models. 3 are new: sd-xl, flux-9, flux-1. ${ends.join(' ')}`]);
    assert.deepEqual(stage.shown[told]?.buttons, ['Choose Model…']);
    // What is over is not offered.
    await until('the form has them', () => {
      const names = models() ?? [];
      return ['sd-xl', 'flux-9', 'placeholder'].every((name) => names.includes(name)) && !names.includes('flux-1');
    });
    assert.deepEqual(
      stage.server.requests.map(({ method, path }) => `${method} ${path}`),
      ['GET /v1/models'],
    );

    await refresh();
    assert.match(texts()[1] ?? '', / lists 3 models\. flux-9 will be/, 'nothing is new the second time');
  });

  it('lets one of them be chosen, and a model that is not listed works all the same', async () => {
    list({ id: 'flux-9' });
    await generate({ prompt: 'a stork' });
    stage.press(({ buttons }) => buttons.find((button) => button === 'Choose Model…'));
    stage.choose(/^flux-9$/);
    await refresh();
    await generate({ prompt: 'a stork' });
    await generate({ prompt: 'a stork', model: 'sd-xl' });
    assert.deepEqual(stage.picks.at(-1), ['flux-9', 'Placeholder', 'Another Name…']);
    const sent = stage.server.posts.map(({ body }) => body.model);
    assert.deepEqual(sent, ['sd-xl', 'flux-9', 'sd-xl']);
    assert.deepEqual(
      stage.shown.filter(({ as }) => as !== 'information'),
      [],
    );
  });

  it('makes what the server lists as over a question at the next click', async () => {
    list({ id: 'sd-xl', shutdown_date: day(-1) });
    await refresh();
    assert.deepEqual(await generate({ prompt: 'a stork' }), []);
    assert.deepEqual(texts().slice(1), [`sd-xl was shut down on ${said(day(-1))}`]);
    assert.deepEqual(stage.server.posts, []);
  });

  it('says what makes images of all that OpenAI lists', async () => {
    await configure({ servers: [{ name: 'Mine', kind: 'openai', baseUrl: stage.server.baseUrl }] });
    stage.type('sk-of-nobody-at-all-0123456789');
    await vscode.commands.executeCommand('easel.setApiKey');
    list(...['gpt-6', 'gpt-image-2', 'gpt-image-9', 'whisper-1'].map((id) => ({ id })));
    await refresh();
    assert.deepEqual(texts().slice(-1), [`${host()} lists 2 models that make images. 1 is new: gpt-image-9.`]);
    assert.equal(stage.server.requests.at(-1)?.headers.authorization, 'Bearer sk-of-nobody-at-all-0123456789');
    // Other files leave keys of other servers, and then it is asked which.
    stage.choose(new RegExp(host()));
    await vscode.commands.executeCommand('easel.clearApiKey');
  });

  it('asks no server without the key that it needs', async () => {
    // An origin of its own: keys are kept by it.
    const baseUrl = stage.server.baseUrl.replace('127.0.0.1', 'localhost');
    await configure({ baseUrl, servers: [{ name: 'Mine', kind: 'openai', baseUrl }] });
    await refresh();
    assert.deepEqual(texts(), [`${new URL(baseUrl).origin} wants an API key, and none is set for it.`]);
    assert.deepEqual(stage.shown[told]?.buttons, ['Set API Key…']);
    assert.deepEqual(stage.server.requests, []);
  });

  for (const [what, answer, text] of [
    [
      'a server without a list',
      refuse(404, { message: 'Not Found' }),
      / has no list of models\. Any name that it knows can be used\.$/,
    ],
    ['a server that fails', refuse(500, { message: 'Oh' }), /^The server answers that it fails \(status 500\)\./],
    ['a page', 'html', / did not answer as an image server/],
    ['a key that is wanted', refuse(401, { message: 'No key' }), / wants an API key, and none is set for it\./],
  ] as const) {
    it(`says what came of it: ${what}`, async () => {
      stage.server.answerModels(answer);
      await refresh();
      assert.equal(texts().length, 1);
      assert.match(texts()[0] ?? '', text);
    });
  }
});

describe('Forget What a Server Can Do', () => {
  const stage = useStage();
  const forget = async (label: RegExp) => {
    stage.choose(label);
    await vscode.commands.executeCommand('easel.forgetServer');
  };

  it('forgets the list of models and what the server did not know, of one server or of all', async () => {
    await configure({ quality: 'high' });
    const unknown = refuse(400, { message: "Unknown parameter: 'quality'.", code: 'unknown_parameter', param: 'quality' });
    stage.server.answer(unknown, 'good');
    for (let click = 0; click < 2; click++) await generate({ prompt: 'a stork' });
    const qualities = () => stage.server.posts.map(({ body }) => body.quality);
    assert.deepEqual(qualities(), ['high', undefined, undefined], 'it is remembered');
    await forget(new RegExp(`^${stage.server.baseUrl}$`));
    assert.match(stage.shown.at(-1)?.text ?? '', /can do was forgotten\./);
    await generate({ prompt: 'a stork' });
    assert.deepEqual(qualities().at(-1), 'high', 'it is asked for again');
  });

  it('says so where nothing is known', async () => {
    await forget(/^All Servers$|^http/);
    stage.choose(/^All Servers$|^http/);
    await until('all is forgotten', async () => {
      await vscode.commands.executeCommand('easel.forgetServer');
      return stage.shown.at(-1)?.text === 'No server has taught Easel anything yet.';
    });
  });
});
