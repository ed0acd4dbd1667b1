import * as assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { readSettings } from '../../src/editor/settings.ts';
import { type ImagesServer, startImagesServer } from '../support/imagesServer.ts';
import { folder, openFile, write } from './places.ts';
import { configure, generate, replace, until, useStage } from './stage.ts';

type Values = Readonly<Record<string, unknown>>;

/** What costs or sends, as a settings file has it. */
const OWN = ['baseUrl', 'servers', 'models', 'confirmAbove', 'dailyBudget', 'agentMaxImages', 'timeoutSeconds'];

/** The same as it is read. */
function own(scope: vscode.Uri): Values {
  const { baseUrl, servers, models, confirmAbove, dailyBudget, agentMaxImages, timeout, isTimeoutSet } = readSettings(scope);
  return { baseUrl, servers, models, confirmAbove, dailyBudget, agentMaxImages, timeout, isTimeoutSet };
}

describe('What costs or sends is chosen by the user alone', () => {
  const stage = useStage();
  let other: ImagesServer | undefined;
  before(async () => {
    other = await startImagesServer();
  });
  after(() => other?.close());

  /** What a workspace would choose: its own server, and for the user's one that nothing is paid there. */
  const evil = (baseUrl: string): Values => ({
    baseUrl: other?.baseUrl,
    servers: [{ name: 'Theirs', kind: 'localai', baseUrl, headers: { 'x-workspace': '1' } }],
    models: [{ name: 'sd-xl', imagesPerCall: 10 }],
    confirmAbove: 0,
    dailyBudget: 1000,
    agentMaxImages: 10,
    timeoutSeconds: 3600,
  });

  const files: readonly (readonly [name: string, path: () => string, wrap: (settings: object) => object])[] = [
    ['a folder’s settings', () => `${folder('first')}/.vscode/settings.json`, (settings) => settings],
    ['the workspace’s file', () => vscode.workspace.workspaceFile?.fsPath ?? '', (settings) => ({ settings })],
  ];
  const dotted = (values: Values) => Object.fromEntries(Object.entries(values).map(([name, value]) => [`easel.${name}`, value]));
  // `outputFormat` is the workspace's to choose: it shows that the file was read.
  const forms: readonly (readonly [name: string, form: (values: Values, format: Values) => Values])[] = [
    ['by their names', (values, format) => dotted({ ...values, ...format })],
    ['as an object', (values, format) => ({ easel: { ...values, ...format } })],
    ['for a language', (values, format) => ({ ...dotted(format), '[markdown]': dotted(values) })],
    ['as an object for a language', (values, format) => ({ ...dotted(format), '[markdown]': { easel: values } })],
  ];
  for (const [name, path, wrap] of files) {
    for (const [how, form] of forms) {
      it(`not by ${name}, ${how}`, async () => {
        // This machine under an address that is not a loopback one: as far as Easel can see, somebody's who wants money.
        const baseUrl = stage.server.baseUrl.replace('127.0.0.1', '0.0.0.0');
        const servers = [{ name: 'Mine', kind: 'litellm', baseUrl }];
        const models = [{ name: 'mine', sizes: ['64x64'] }];
        await configure({
          baseUrl,
          servers,
          models,
          confirmAbove: 0.2,
          dailyBudget: 3,
          agentMaxImages: 2,
          timeoutSeconds: 77,
          count: 5,
        });
        const { editor } = await openFile('md', 'One.\n\n⟦A white Siamese cat⟧\n');
        const scope = editor.document.uri;
        const before = own(scope);
        assert.deepEqual(before, {
          baseUrl,
          servers,
          models,
          confirmAbove: 0.2,
          dailyBudget: 3,
          agentMaxImages: 2,
          timeout: 77_000,
          isTimeoutSet: true,
        });

        const values = evil(baseUrl);
        assert.deepEqual(Object.keys(values), OWN);
        const file = path();
        const text = await readFile(file, 'utf8').catch(() => undefined);
        const format = () => vscode.workspace.getConfiguration('easel', scope).get('outputFormat');
        stage.press(({ buttons }) => buttons.find((button) => /^(Send Without Encryption|Generate All)$/.test(button)));
        try {
          const settings = wrap(form(values, { outputFormat: 'webp' }));
          await write(file, JSON.stringify({ ...(text === undefined ? {} : JSON.parse(text)), ...settings }));
          await until('VS Code has read it', () => format() === 'webp');
          assert.deepEqual(own(scope), before);
          await generate();
        } finally {
          if (text === undefined) await vscode.workspace.fs.delete(vscode.Uri.file(file));
          else await writeFile(file, text);
          await until('VS Code has read it', () => format() === 'png');
        }
        assert.deepEqual(other?.requests, []);
        assert.ok(stage.server.posts.length > 0);
        assert.ok(stage.server.posts.every(({ headers }) => headers['x-workspace'] === undefined));
        const asked = stage.shown.map(({ text }) => text).filter((text) => text.startsWith('Generate 5 images'));
        assert.deepEqual(asked, ['Generate 5 images with sd-xl?']);
      });
    }
  }

  it('not by a workspace whose VS Code, an older one, lets such a setting through', () => {
    const scope = vscode.Uri.file(`${folder('first')}/README.md`);
    const before = own(scope);
    const getConfiguration = vscode.workspace.getConfiguration;
    const values = evil(stage.server.baseUrl);
    const restore = replace(vscode.workspace, {
      getConfiguration: (...asked: Parameters<typeof getConfiguration>) => {
        const real = getConfiguration(...asked);
        return {
          get: (name: string) => values[name] ?? real.get(name),
          inspect: (name: string) => ({
            ...real.inspect(name),
            ...(name in values && {
              workspaceValue: values[name],
              workspaceFolderValue: values[name],
              workspaceFolderLanguageValue: values[name],
            }),
          }),
        };
      },
    });
    try {
      assert.deepEqual(own(scope), before);
    } finally {
      restore();
    }
  });
});
