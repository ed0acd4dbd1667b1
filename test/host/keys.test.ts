import * as assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import http from 'node:http';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { type ImagesServer, startImagesServer } from '../support/imagesServer.ts';
import { findStorage } from './places.ts';
import { configure, generateOne, useStage } from './stage.ts';

const KEY = 'sk-test-1A2b3C4d5E6f7G8h9I0j';

describe('The API key', () => {
  const stage = useStage();
  let other: ImagesServer | undefined;

  before(async () => {
    other = await startImagesServer();
  });
  afterEach(async () => {
    stage.choose(/./);
    for (const _ of [1, 2, 3]) await vscode.commands.executeCommand('easel.clearApiKey');
    other?.reset();
  });
  after(() => other?.close());

  const authorization = (server: ImagesServer) =>
    server.requests.map(({ method, headers }) => `${method} ${headers.authorization}`);
  const setKey = async (...typed: string[]) => {
    stage.type(...typed);
    await vscode.commands.executeCommand('easel.setApiKey');
  };
  const make = () => generateOne({ prompt: 'a cat' });

  const spellings = [KEY, `  ${KEY}\n`, `Bearer ${KEY}`, `export OPENAI_API_KEY="${KEY}"`];
  for (const typed of spellings) {
    it(`is checked, kept and sent, however it is pasted: ${JSON.stringify(typed)}`, async () => {
      stage.server.wantKey(KEY);
      await setKey(typed);
      await make();
      assert.deepEqual(authorization(stage.server), [`GET Bearer ${KEY}`, `POST Bearer ${KEY}`]);
      assert.equal(stage.server.requests[0]?.path, '/v1/models');
      assert.deepEqual(
        stage.shown.map(({ text }) => text),
        [`The key for ${stage.server.origin} is set.`],
      );
      assert.equal(stage.boxes.length, 1);
      assert.ok(stage.boxes[0]?.password, 'nobody reads it on the screen');
      assert.ok(stage.boxes[0]?.prompt.includes(stage.server.origin), 'the box names the origin');
    });
  }

  it('is asked for again where the server answers 401, and not kept', async () => {
    stage.server.wantKey('another');
    await setKey(KEY);
    assert.equal(stage.boxes.length, 2);
    assert.match(stage.boxes[1]?.prompt ?? '', /does not accept that key/);
    assert.deepEqual(stage.shown, []);

    stage.server.reset();
    await make();
    assert.deepEqual(authorization(stage.server), ['POST undefined']);
  });

  const statuses = [200, 403, 404, 429, 500];
  for (const status of statuses) {
    it(`is kept whatever else the server says about its models: ${status}`, async () => {
      const server = http.createServer((_, response) => void response.writeHead(status).end('{}'));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      try {
        const address = server.address();
        const port = typeof address === 'object' && address ? address.port : 0;
        await configure({ baseUrl: `http://127.0.0.1:${port}/v1` });
        await setKey(KEY);
        assert.deepEqual(
          stage.shown.map(({ text }) => text),
          [`The key for http://127.0.0.1:${port} is set.`],
        );
      } finally {
        server.closeAllConnections();
        server.close();
      }
    });
  }

  it('goes to the origin it was set for and to no other', async () => {
    assert.ok(other);
    await setKey(KEY);
    await configure({ baseUrl: other.baseUrl });
    await make();
    assert.deepEqual(authorization(other), ['POST undefined']);

    await configure({ baseUrl: stage.server.baseUrl });
    await make();
    assert.deepEqual(authorization(stage.server), [`GET Bearer ${KEY}`, `POST Bearer ${KEY}`]);
  });

  it('is in none of the files that VS Code and Easel keep', async () => {
    await setKey(KEY);
    await make();
    const storage = await findStorage();
    const files = await filesBelow(join(storage, '..', '..'));
    assert.ok(files.some((file) => file.endsWith('settings.json')) && files.some((file) => file.startsWith(storage)));
    const holding = [];
    for (const file of files) if ((await readFile(file, 'latin1')).includes(KEY)) holding.push(file);
    assert.deepEqual(holding, []);
  });

  it('is gone after easel.clearApiKey, which asks which one where there are several', async () => {
    assert.ok(other);
    await setKey(KEY);
    await configure({ baseUrl: other.baseUrl });
    await setKey(KEY);
    stage.choose(new RegExp(`^${stage.server.origin}$`));
    await vscode.commands.executeCommand('easel.clearApiKey');
    assert.deepEqual(
      stage.picks.map((labels) => labels.toSorted()),
      [[stage.server.origin, other.origin].sort()],
    );

    await make();
    assert.deepEqual(authorization(other), [`GET Bearer ${KEY}`, `POST Bearer ${KEY}`], 'the other stays');
    await configure({ baseUrl: stage.server.baseUrl });
    await make();
    assert.deepEqual(authorization(stage.server), [`GET Bearer ${KEY}`, 'POST undefined']);
  });

  it('is asked for after a 401 of a server on this machine, and the same request then goes on', async () => {
    stage.server.wantKey(KEY);
    stage.choose(/Enter API Key/);
    stage.type(KEY);
    await make();
    assert.deepEqual(authorization(stage.server), ['POST undefined', `GET Bearer ${KEY}`, `POST Bearer ${KEY}`]);
    assert.deepEqual(new Set(stage.server.posts.map(({ body }) => body.prompt)), new Set(['a cat']));
  });
});

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
