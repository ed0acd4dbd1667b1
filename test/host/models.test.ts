import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { CardView } from '../../src/core/protocol.ts';
import { refuse } from '../support/imagesFaults.ts';
import { openFile } from './places.ts';
import { configure, generate, replace, until, useStage } from './stage.ts';

const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
let count = 0;
/** What is asked once a window or once a week is asked of another model in each test. */
const fresh = (name: string) => `${name}-${++count}`;

describe('What is said of models and servers in the settings', () => {
  const stage = useStage();
  const bodies = () => stage.server.posts.map(({ body }) => body);
  const newest = async (): Promise<CardView> => {
    stage.page.send({ kind: 'ready' });
    return until('its card is there', () => stage.page.state?.cards.find(({ running }) => !running));
  };

  it('a described model gets the sizes and options that it has, with a note of the rest', async () => {
    const model = { name: 'my-flux', sizes: ['512x512', '768x512'], qualities: [], backgrounds: ['opaque'], imagesPerCall: 2 };
    await configure({ models: [model], model: 'my-flux', size: '1200x800', quality: 'high', background: 'transparent' });
    await generate({ prompt: 'a stork', count: 3 });
    const sent = bodies().map(({ model, size, quality, background, n = 1 }) => [model, size, quality, background, n]);
    assert.deepEqual(sent.toSorted(), [
      ['my-flux', '768x512', undefined, undefined, 1],
      ['my-flux', '768x512', undefined, undefined, 2],
    ]);
    const { notes } = await newest();
    for (const note of [
      '1200x800 is not allowed: 768x512.',
      'my-flux does not know Quality “high”; it was left out.',
      'my-flux does not know Background “transparent”; it was left out.',
    ])
      assert.ok(notes.includes(note), notes.join('\n'));
  });

  for (const [setting, other, said] of [
    ['models', { model: 'bad-flux' }, 'Entry bad-flux of easel.models cannot be used, because its “imagesPerCall” is not right.'],
    ['servers', {}, 'Entry Mine of easel.servers cannot be used, because its “headers” is not right.'],
  ] as const) {
    it(`what is wrong in easel.${setting} is said with its name, nothing is sent, and the setting is opened`, async () => {
      const servers = [{ name: 'Mine', baseUrl: stage.server.baseUrl, headers: { Authorization: 'Bearer of-nothing-good' } }];
      await configure({ ...other, models: [{ name: 'bad-flux', imagesPerCall: 99 }], ...(setting === 'servers' && { servers }) });
      stage.press(() => 'Open Settings');
      const opened: unknown[] = [];
      const execute = vscode.commands.executeCommand;
      const restore = replace(vscode.commands, {
        executeCommand: async (id: string, ...rest: unknown[]) =>
          id === 'workbench.action.openSettings' ? void opened.push(...rest) : execute(id, ...rest),
      });
      try {
        assert.deepEqual(await generate({ prompt: 'a stork' }), []);
        await until('the setting is opened', () => opened.length > 0);
      } finally {
        restore();
      }
      assert.deepEqual(
        stage.shown.map(({ text }) => text),
        [said],
      );
      assert.deepEqual(opened, [`easel.${setting}`]);
      assert.deepEqual(stage.server.requests, []);
    });
  }

  it('what is wrong with another model or another server disturbs nobody', async () => {
    const models = [{ name: 'bad-flux', imagesPerCall: 99 }, 7, {}];
    await configure({ models, servers: [{ name: 'Other', baseUrl: 'http://127.0.0.1:9/v1', kind: 'nonsense' }, null] });
    assert.equal((await generate({ prompt: 'a stork' })).length, 1);
    assert.deepEqual(
      stage.shown.filter(({ as }) => as !== 'information'),
      [],
    );
  });

  it('the model in use can be changed in the form also when it is described wrongly', async () => {
    await configure({ models: [{ name: 'bad-flux', imagesPerCall: 99 }], model: 'bad-flux' });
    await vscode.commands.executeCommand('easel.showPanel');
    stage.page.send({ kind: 'ready' });
    const form = await until('the form is shown', () => stage.page.state?.form);
    assert.match(form.estimate, /^Entry bad-flux of easel\.models cannot be used/);
    assert.deepEqual(
      form.fields.map(({ option, value }) => [option, value]),
      [['model', 'bad-flux']],
    );
  });

  it('a server of a kind is sent what it reads, with the headers, organisation and project that it is to get', async () => {
    const server = { name: 'Mine', kind: 'stable-diffusion.cpp', baseUrl: stage.server.baseUrl };
    const headers = { 'X-Tenant': 'ours' };
    await configure({
      servers: [{ ...server, headers, organization: 'org-1', project: 'proj-1' }],
      model: 'gpt-image-2',
      size: '1024x1024',
      quality: 'high',
      background: 'transparent',
      moderation: 'low',
    });
    await generate({ prompt: 'a stork' });
    const [post = assert.fail('one request')] = stage.server.posts;
    assert.deepEqual(Object.keys(post.body).toSorted(), ['model', 'prompt', 'size']);
    const { 'x-tenant': tenant, 'openai-organization': organization, 'openai-project': project } = post.headers;
    assert.deepEqual([tenant, organization, project], ['ours', 'org-1', 'proj-1']);
  });
});

describe('A model whose end has come', () => {
  const stage = useStage();
  const sent = () => stage.server.posts.map(({ body }) => body.model);
  const settingNow = () => vscode.workspace.getConfiguration('easel').get('model');
  const modals = () => stage.shown.filter(({ modal }) => modal).map(({ text, buttons }) => ({ text, buttons }));
  const said = (date: string) => new Date(date).toLocaleDateString(undefined, { dateStyle: 'medium', timeZone: 'UTC' });

  /** Describes one, and chooses it. */
  async function useDead(more: object = { replacement: 'next-model' }): Promise<string> {
    const name = fresh('old-model');
    await configure({ models: [{ name, shutdown: day(-3), ...more }], model: name });
    return name;
  }

  it('is asked about before anything is sent, and its replacement makes the same image', async () => {
    const name = await useDead();
    stage.press(({ buttons }) => buttons.find((button) => button === 'Use next-model'));
    assert.equal((await generate({ prompt: 'a stork' })).length, 1);
    assert.deepEqual(modals(), [
      { text: `${name} was shut down on ${said(day(-3))}`, buttons: ['Use next-model', `Try ${name} Anyway`] },
    ]);
    assert.deepEqual([sent(), settingNow()], [['next-model'], 'next-model']);
  });

  it('is tried where the user wants that, and asked about no more in this window', async () => {
    const name = await useDead();
    stage.press(({ buttons }) => buttons.find((button) => button.startsWith('Try')));
    for (let click = 0; click < 2; click++) await generate({ prompt: 'a stork' });
    assert.deepEqual([sent(), settingNow(), modals().length], [[name, name], name, 1]);
  });

  it('sends nothing where the user goes away', async () => {
    const name = await useDead();
    assert.deepEqual(await generate({ prompt: 'a stork' }), []);
    assert.deepEqual([sent(), settingNow(), modals().length], [[], name, 1]);
  });

  for (const [answer, models] of [
    ['Use next-model', ['next-model', 'next-model']],
    [undefined, []],
  ] as const) {
    it(`is asked about once for two selections: ${answer ?? 'Cancel'}`, async () => {
      await useDead();
      const { editor } = await openFile('md', '⟦⟧# Title\n\nA white cat\n\nA black dog\n');
      editor.selections = [new vscode.Selection(4, 0, 4, 11), new vscode.Selection(2, 0, 2, 11)];
      stage.choose(/2 Images, One Each/);
      stage.press(({ buttons }) => buttons.find((button) => button === answer));
      await generate();
      assert.deepEqual([modals().length, sent()], [1, models]);
    });
  }

  it('that a call names and no setting has is replaced for that call alone', async () => {
    const name = await useDead();
    await configure({ model: 'sd-xl' });
    stage.press(({ buttons }) => buttons.find((button) => button === 'Use next-model'));
    await generate({ prompt: 'a stork', model: name });
    assert.deepEqual([sent(), settingNow()], [['next-model'], 'sd-xl']);
  });

  it('that a call names for two selections is asked about once', async () => {
    const name = await useDead();
    await configure({ model: 'sd-xl' });
    const { editor } = await openFile('md', '⟦⟧# Title\n\nA white cat\n\nA black dog\n');
    editor.selections = [new vscode.Selection(4, 0, 4, 11), new vscode.Selection(2, 0, 2, 11)];
    stage.choose(/2 Images, One Each/);
    stage.press(({ buttons }) => buttons.find((button) => button === 'Use next-model'));
    await generate({ model: name });
    assert.deepEqual([modals().length, sent(), settingNow()], [1, ['next-model', 'next-model'], 'sd-xl']);
  });

  it('of which nobody knows what takes its place lets another be chosen', async () => {
    const name = await useDead({});
    stage.press(({ buttons }) => buttons.find((button) => button === 'Choose Model…'));
    stage.choose(/^Another Name…$/);
    stage.type('chosen-model');
    await generate({ prompt: 'a stork' });
    assert.deepEqual(modals()[0]?.buttons, ['Choose Model…', `Try ${name} Anyway`]);
    assert.deepEqual([sent(), settingNow()], [['chosen-model'], 'chosen-model']);
  });

  it('at OpenAI may live on at another server: nothing is asked there', async () => {
    await configure({ model: 'dall-e-3', size: '1024x1024', quality: 'standard' });
    await generate({ prompt: 'a stork' });
    assert.deepEqual([modals(), sent()], [[], ['dall-e-3']]);
  });
});

describe('A model that ends within 60 days', () => {
  const stage = useStage();
  const warnings = () => stage.shown.filter(({ as, modal }) => as === 'warning' && !modal).map(({ buttons }) => buttons);

  for (const [days, warned] of [
    [61, false],
    [60, true],
    [1, true],
  ] as const) {
    it(`${days} days before its end: ${warned ? 'warns once' : 'says nothing'}, and is asked all the same`, async () => {
      const name = fresh('late-model');
      await configure({ models: [{ name, shutdown: day(days), replacement: 'next-model' }], model: name });
      for (let click = 0; click < 2; click++) assert.equal((await generate({ prompt: 'a stork' })).length, 1);
      assert.deepEqual(warnings(), warned ? [['Switch to next-model']] : []);
      assert.deepEqual(
        stage.server.posts.map(({ body }) => body.model),
        [name, name],
      );
    });
  }

  for (const [button, more] of [
    ['Switch to next-model', { replacement: 'next-model' }],
    ['Choose Model…', {}],
  ] as const) {
    it(`is switched where it is set: ${button}`, async () => {
      const name = fresh('late-model');
      await configure({ models: [{ name, shutdown: day(9), ...more }], model: name });
      stage.press(({ buttons }) => buttons.find((one) => one === button));
      stage.choose(/^Another Name…$/);
      stage.type('next-model');
      await generate({ prompt: 'a stork' });
      await until('it is set', () => vscode.workspace.getConfiguration('easel').get('model') === 'next-model');
    });
  }
});

describe('A request that another model or another value would do', () => {
  const stage = useStage();
  const card = (prompt: string) =>
    until('it has failed', () => {
      if (!stage.page.state) stage.page.send({ kind: 'ready' });
      return stage.page.state?.cards.find((one) => one.prompt === prompt && !one.running && one.failures.length > 0);
    });
  const bodies = () => stage.server.posts.map(({ body }) => body);

  it('is sent again with the model that is chosen instead of one that the server has not', async () => {
    await configure({ model: 'no-such-model' });
    stage.server.answer('noModel', 'good');
    const prompt = fresh('A stork of another model');
    await generate({ prompt });
    const { id, failures } = await card(prompt);
    assert.deepEqual(
      failures[0]?.buttons.map(({ step }) => step),
      ['chooseModel', 'tryAgain'],
    );
    stage.choose(/^Another Name…$/);
    stage.type('chosen-model');
    stage.page.send({ kind: 'step', run: id, step: 'chooseModel' });
    await until('it is asked again', () => stage.server.posts.length === 2);
    assert.deepEqual(
      bodies().map(({ model }) => model),
      ['no-such-model', 'chosen-model'],
    );
    assert.equal(vscode.workspace.getConfiguration('easel').get('model'), 'chosen-model');
  });

  it('is sent again with the replacement that the user describes', async () => {
    await configure({ model: 'gone-model', models: [{ name: 'gone-model', replacement: 'next-model' }] });
    stage.server.answer('noModel', 'good');
    const prompt = fresh('A stork of the next model');
    await generate({ prompt });
    const { id, failures } = await card(prompt);
    assert.match(failures[0]?.sentence ?? '', /next-model replaces it\.$/);
    stage.page.send({ kind: 'step', run: id, step: 'useReplacement' });
    await until('it is asked again', () => stage.server.posts.length === 2);
    assert.deepEqual(
      bodies().map(({ model }) => model),
      ['gone-model', 'next-model'],
    );
  });

  it('is sent again without the option whose value the server refuses', async () => {
    await configure({ background: 'transparent', quality: 'high', size: '64x64' });
    stage.server.answer(refuse(400, { message: 'No.', code: 'invalid_value', param: 'background' }), 'good');
    const prompt = fresh('A stork without a background');
    await generate({ prompt });
    const { id, failures } = await card(prompt);
    assert.deepEqual(
      failures[0]?.buttons.map(({ label }) => label),
      ['Try Without It', 'Edit Prompt', 'Open Settings'],
    );
    stage.page.send({ kind: 'step', run: id, step: 'leaveOut' });
    await until('it is asked again', () => stage.server.posts.length === 2);
    assert.deepEqual(
      bodies().map(({ background, quality, size }) => [background, quality, size]),
      [
        ['transparent', 'high', '64x64'],
        [undefined, 'high', '64x64'],
      ],
    );
  });
});
