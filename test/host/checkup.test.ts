import * as assert from 'node:assert/strict';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { CheckupParts } from '../../src/editor/checkup/parts.ts';
import { checkSetup } from '../../src/editor/checkup/register.ts';
import { createServers } from '../../src/editor/servers/here.ts';
import { json } from '../support/imagesFaults.ts';
import type { Answer } from '../support/imagesServer.ts';
import { makeOutside, refuse } from './outsideStage.ts';
import { folder, freePort } from './places.ts';
import { type Report, useReports } from './reportStage.ts';
import { configure, generate, replace, until, useStage } from './stage.ts';

const KEY = 'sk-test-1A2b3C4d5E6f7G8h9I0j';

describe('Check Setup', () => {
  const stage = useStage();
  const reports = useReports();
  const listing =
    (...data: readonly object[]): Answer =>
    (_request, response) =>
      json(response, { object: 'list', data });
  beforeEach(() => stage.server.answerModels(listing({ id: 'sd-xl' })));
  afterEach(async () => {
    stage.choose(/./);
    await vscode.commands.executeCommand('easel.clearApiKey');
  });

  /** Runs the command, and answers the report when all checks have ended. */
  async function open(): Promise<Report> {
    void vscode.commands.executeCommand('easel.checkSetup');
    return reports.next();
  }
  async function setKey(key: string): Promise<void> {
    stage.type(key);
    await vscode.commands.executeCommand('easel.setApiKey');
    stage.server.reset();
    stage.server.answerModels(listing({ id: 'sd-xl' }));
  }
  const everything = async () => (await readdir(folder('first'), { recursive: true })).sort();

  it('finds that all is well by one request that costs nothing, and leaves no file behind', async () => {
    const before = await everything();
    const report = await open();
    assert.deepEqual(report.labels, [
      'Versions',
      'Where Easel runs',
      'Workspace trust',
      'Server',
      'Proxy',
      'Connection',
      'API key',
      'Model',
      'Save folder',
      'Image engine',
      'Keyring',
      'Copy Report',
    ]);
    const { origin, baseUrl, requests } = stage.server;
    assert.match(report.line('Versions'), /^pass \| Easel \d+\.\d+\.\d+, \S.* \d+\.\d+\.\d+, \w+ \w+$/);
    assert.match(report.line('Where Easel runs'), /^pass \| On this machine/);
    assert.equal(report.line('Workspace trust'), 'pass | Trusted');
    assert.equal(report.line('Server'), `pass | ${baseUrl}`);
    assert.match(report.line('Connection'), /^pass \| 127\.0\.0\.1:\d+ answered in \d+ ms \(status 200\)$/);
    assert.equal(report.line('API key'), `pass | None is set, and ${origin} lists its models without one`);
    assert.equal(report.line('Model'), 'pass | sd-xl, listed by the server');
    assert.equal(report.line('Save folder'), 'pass | “assets” can be written');
    assert.match(report.line('Image engine'), /^pass \| Decoded a picture in \d+ ms$/);
    assert.equal(report.line('Keyring'), 'pass | Took a test entry, gave it back and deleted it');
    assert.deepEqual(
      requests.map(({ method, path }) => `${method} ${path}`),
      ['GET /v1/models'],
    );
    assert.deepEqual(await everything(), before);
  });

  it('says which key is missing, and comes back after it was set', async () => {
    stage.server.wantKey(KEY);
    const report = await open();
    const { origin } = stage.server;
    assert.equal(report.labels[0], 'API key', 'what is wrong comes first');
    assert.equal(report.line('API key'), `error | ${origin} wants an API key, and none is set for it. | Set API Key…`);
    assert.match(report.line('Connection'), /^pass \| .* \(status 401\)$/);
    stage.type(KEY);
    report.choose('API key');
    const after = await reports.next();
    assert.equal(report.isOpen, false);
    assert.equal(after.line('API key'), `pass | Set, and accepted by ${origin}`);
  });

  it('says that a key is not accepted', async () => {
    await setKey(KEY);
    stage.server.wantKey('another');
    const report = await open();
    assert.equal(report.line('API key'), `error | ${stage.server.origin} does not accept the API key. | Set API Key…`);
  });

  const ways: readonly (readonly [string, Parameters<typeof stage.server.answerModels>[0], RegExp, string])[] = [
    [
      'a page answers',
      'html',
      /^error \| .* did not answer as an image server.*\(status 200\)\. \| Change Server…$/,
      'circle-outline',
    ],
    [
      'there is no list',
      'notFound',
      /^warning \| There is no list of models at this address \(status 404\).* \| Change Server…$/,
      'circle-outline',
    ],
    [
      'the server fails',
      'serverError',
      /^warning \| The server answers that it fails \(status 500\)\. \| Change Server…$/,
      'circle-outline',
    ],
    [
      'the answer breaks off',
      'resetInBody',
      /^error \| The connection broke in the middle of the answer\. \| Change Server…$/,
      'circle-outline',
    ],
  ];
  for (const [what, answer, connection, key] of ways) {
    it(`says that ${what}`, async () => {
      await setKey(KEY);
      stage.server.answerModels(answer);
      const report = await open();
      assert.match(report.line('Connection'), connection);
      assert.equal(
        report.line('API key'),
        `${key} | Set. ${stage.server.origin} did not say whether it accepts it. | Set API Key…`,
      );
      assert.equal(report.line('Model').split(' | ')[0], 'circle-outline');
    });
  }

  it('says that nobody answers, and the other checks go on', async () => {
    const host = `127.0.0.1:${await freePort()}`;
    await configure({ baseUrl: `http://${host}/v1` });
    const report = await open();
    assert.equal(
      report.line('Connection'),
      `error | Nothing answers at ${host}. Is the server running? Nothing was sent. | Change Server…`,
    );
    assert.match(report.line('Save folder'), /^pass/);
    assert.match(report.line('Image engine'), /^pass/);
  });

  it('says that an address is none', async () => {
    await configure({ baseUrl: 'nonsense' });
    const report = await open();
    assert.match(report.line('Server'), /^error \| “nonsense” is not the address of a server.* \| Change Server…$/);
    for (const label of ['Connection', 'API key', 'Proxy']) assert.ok(!report.labels.includes(label), label);
  });

  it('says that a setting is wrong', async () => {
    await configure({ fileName: '' });
    const report = await open();
    assert.equal(
      report.line('Settings'),
      'error | The setting easel.fileName has the value "", which it cannot have. | Open the setting easel.fileName',
    );
  });

  const models: readonly (readonly [string, readonly object[], string])[] = [
    [
      'was shut down',
      [{ id: 'sd-xl', shutdown_date: '2020-01-02' }],
      'error | sd-xl was shut down on 2020-01-02. | Open the setting easel.model',
    ],
    [
      'is not listed',
      [{ id: 'sd-turbo' }],
      'warning | The server does not list sd-xl, which may work all the same. It lists sd-turbo. | Open the setting easel.model',
    ],
    [
      'is not listed among many',
      ['a', 'b', 'c', 'd'].map((id) => ({ id })),
      'warning | The server does not list sd-xl, which may work all the same. It lists 4 models: a, b, c … | Open the setting easel.model',
    ],
  ];
  for (const [what, data, line] of models) {
    it(`says that the model ${what}`, async () => {
      stage.server.answerModels(listing(...data));
      assert.equal((await open()).line('Model'), line);
    });
  }

  it('remembers that the organization was not verified, until an image was made', async () => {
    assert.ok(!(await open()).labels.includes('Organization'), 'only OpenAI asks for it');
    stage.server.answer('organization');
    await generate({ prompt: 'a cat' });
    const line =
      /^error \| Not verified when it was asked last \(.+\)\. It may take 15 minutes to count\. \| Verify Organization$/;
    assert.match((await open()).line('Organization'), line);
    stage.server.answer('good');
    await generate({ prompt: 'a cat' });
    assert.ok(!(await open()).labels.includes('Organization'));
  });

  it('says on which machine it runs, and why nothing answers there', async () => {
    const [first] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(first);
    const away = { ...first, uri: first.uri.with({ scheme: 'vscode-remote', authority: 'ssh-remote+box' }) };
    const back = [replace(vscode.env, { remoteName: 'ssh-remote' }), replace(vscode.workspace, { workspaceFolders: [away] })];
    try {
      const host = `127.0.0.1:${await freePort()}`;
      await configure({ baseUrl: `http://${host}/v1` });
      const report = await open();
      assert.equal(report.line('Where Easel runs'), 'pass | ssh: box: servers and files are seen from there');
      assert.ok(
        report.line('Connection').startsWith(`error | ${host} is ssh: box, where Easel runs, and nothing answers there.`),
      );
    } finally {
      for (const one of back) one();
    }
  });

  for (const saveFolder of ['in-the-way', 'in-the-way/deep']) {
    it(`says that a file is in the way of the save folder ${saveFolder}`, async () => {
      const file = join(folder('first'), 'in-the-way');
      await writeFile(file, 'a file');
      try {
        await configure({ saveFolder });
        const report = await open();
        assert.equal(
          report.line('Save folder'),
          `error | The save folder “${saveFolder}” is not a folder. | Open the setting easel.saveFolder`,
        );
      } finally {
        await rm(file);
      }
    });
  }

  it('sends and writes nothing in a workspace that is not trusted, and says so', async () => {
    await setKey(KEY);
    const before = await everything();
    const untrust = replace(vscode.workspace, { isTrusted: false });
    try {
      const report = await open();
      const why =
        'circle-outline | Not tried: Easel sends and writes nothing in a workspace that you do not trust. | Manage Trust';
      assert.equal(report.line('Connection'), why);
      assert.equal(report.line('Save folder'), why);
      assert.equal(
        report.line('API key'),
        'circle-outline | Set. In a workspace that you do not trust it is not tried. | Manage Trust',
      );
      assert.equal(report.line('Workspace trust'), 'warning | Not trusted: Easel sends and writes nothing here | Manage Trust');
      assert.deepEqual(stage.server.requests, []);
      assert.deepEqual(await everything(), before);
    } finally {
      untrust();
    }
  });

  it('stops its request when it is closed', async () => {
    stage.server.answerModels('neverAnswers');
    const command = vscode.commands.executeCommand('easel.checkSetup');
    const request = await until('the server is asked', () => stage.server.requests[0]);
    const closedAt = performance.now();
    reports.newest().close();
    await request.closed;
    assert.ok(performance.now() - closedAt < 5000, 'long before it would give up by itself');
    await command;
    assert.deepEqual(stage.shown, [], 'nobody is told of it');
  });

  it('copies a report without keys and names', async () => {
    await setKey(KEY);
    stage.server.answerModels(listing({ id: KEY }, { id: 'x`](command:y)\u202e' }));
    const http = vscode.workspace.getConfiguration('http');
    await http.update('proxy', 'http://somebody:secret@proxy.example:3128', vscode.ConfigurationTarget.Global);
    try {
      const report = await open();
      report.press();
      const text = await until('it is copied', async () => vscode.env.clipboard.readText());
      assert.match(text, /^## Easel: Check Setup\n\n```text\n(.+\n)+```\n$/);
      assert.match(text, /\nOK \| Save folder: “assets” can be written\n/);
      assert.match(text, /\nOK \| Proxy: http:\/\/proxy\.example:3128, by http\.proxy, is not used for this machine\n/);
      assert.ok(!new RegExp(`${KEY}|somebody|secret|\u202e|x\``).test(text), text);
      await vscode.env.clipboard.writeText('');
      report.choose('Copy Report');
      assert.equal(await until('it is copied again', async () => vscode.env.clipboard.readText()), text);
      assert.ok(report.isOpen);
    } finally {
      await http.update('proxy', undefined, vscode.ConfigurationTarget.Global);
      await vscode.env.clipboard.writeText('');
    }
  });

  const works = async () => undefined;
  const fails = async () => {
    throw new Error('no keyring');
  };
  const keyrings: readonly (readonly [string, CheckupParts['secrets'], string])[] = [
    ['fails', { get: works, store: fails, delete: works }, 'Does not take a test entry: keys last for this window only.'],
    [
      'forgets',
      { get: works, store: works, delete: works },
      'Does not give back what is put in: keys last for this window only.',
    ],
  ];
  for (const [what, secrets, sentence] of keyrings) {
    it(`says that the keyring ${what}`, async () => {
      const storage = vscode.Uri.file(folder('first'));
      const memory = { keys: () => [], get: (_: string, otherwise?: unknown) => otherwise, update: works };
      const parts: CheckupParts = {
        outside: {
          ...makeOutside(storage.fsPath),
          examine: async () => ({ ms: 1, status: 200 }),
          raster: async () => {
            throw new Error('a bug');
          },
        },
        keys: { get: works, origins: () => [] },
        servers: createServers(memory),
        secrets,
        log: { info: refuse, warn: refuse, error: () => undefined, hide: refuse, redact: String, show: refuse, dispose: refuse },
        answers: memory,
        storage,
        steps: { take: refuse },
      };
      void checkSetup(parts);
      const report = await reports.next();
      assert.equal(report.line('Keyring'), `error | ${sentence} | Read about keyrings`);
      assert.equal(report.line('Image engine'), 'error | This check failed. The log has the details. | Show Log');
      assert.match(report.line('Save folder'), /^pass/, 'the others go on');
    });
  }
});
