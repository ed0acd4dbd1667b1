import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { importKey } from '../../src/editor/dialogs/key.ts';
import { readServer } from '../support/servers.ts';
import { makeOutside } from './outsideStage.ts';
import { generateOne, useStage } from './stage.ts';

const REST = '1Z2y3X4w5V6u7T8s9R0q1P2o';
const KEY = `sk-proj-${REST}`;
const OPENAI = 'https://api.openai.com';
const RELAY = 'https://relay.example';

describe('OPENAI_API_KEY', () => {
  const stage = useStage();
  const before = process.env.OPENAI_API_KEY;
  afterEach(async () => {
    if (before === undefined) delete process.env.OPENAI_API_KEY;
    else process.env.OPENAI_API_KEY = before;
    await vscode.commands.executeCommand('easel.clearApiKey');
  });
  const run = () => vscode.commands.executeCommand('easel.importApiKey');
  const said = () => stage.shown.filter(({ modal }) => !modal).map(({ text }) => text);
  const asked = () => stage.shown.filter(({ modal }) => modal).map(({ text }) => text);
  const authorization = () => stage.server.requests.map(({ method, headers }) => `${method} ${headers.authorization}`);

  it('is never taken by itself', async () => {
    process.env.OPENAI_API_KEY = KEY;
    await generateOne({ prompt: 'a cat' });
    assert.deepEqual(authorization(), ['POST undefined']);
  });

  it('is sent to a server that is not OpenAI only after a question that names it', async () => {
    process.env.OPENAI_API_KEY = `"${KEY}"`;
    await run();
    assert.deepEqual(asked(), [`Send the key in OPENAI_API_KEY to ${stage.server.origin}?`]);
    assert.deepEqual([authorization(), said()], [[], []]);

    stage.press(({ modal }) => (modal ? 'Send the Key' : undefined));
    await run();
    assert.deepEqual(said(), [`The key for ${stage.server.origin} is set.`]);
    await generateOne({ prompt: 'a cat' });
    assert.deepEqual(authorization(), [`GET Bearer ${KEY}`, `POST Bearer ${KEY}`]);
  });

  it('that is not accepted is not kept, and one can be entered', async () => {
    process.env.OPENAI_API_KEY = KEY;
    stage.server.wantKey('another');
    stage.press(({ modal }) => (modal ? 'Send the Key' : undefined));
    await run();
    assert.deepEqual(said(), [`${stage.server.origin} does not accept the key in OPENAI_API_KEY.`]);
    assert.equal(stage.boxes.length, 1);
    stage.server.reset();
    await generateOne({ prompt: 'a cat' });
    assert.deepEqual(authorization(), ['POST undefined']);
  });

  for (const value of [undefined, '', '  ']) {
    it(`that is ${JSON.stringify(value) ?? 'not set'} is missed where Easel runs, and the key can be set otherwise`, async () => {
      if (value === undefined) delete process.env.OPENAI_API_KEY;
      else process.env.OPENAI_API_KEY = value;
      stage.press(({ buttons }) => buttons[0]);
      await run();
      // The extension host of these tests runs on a server.
      const where = vscode.env.remoteName ? 'on the remote machine, where Easel runs' : 'where VS Code was started';
      assert.ok(said()[0]?.startsWith(`OPENAI_API_KEY is not set ${where}.`), said()[0]);
      assert.deepEqual(stage.shown[0]?.buttons, ['Set API Key…']);
      assert.equal(stage.boxes[0]?.title, `API key for ${stage.server.origin}`);
    });
  }

  it('that is no key at all goes nowhere', async () => {
    process.env.OPENAI_API_KEY = 'ask me for it';
    await run();
    assert.deepEqual(said(), ['What is in OPENAI_API_KEY is not an API key.']);
    assert.deepEqual([asked(), authorization(), stage.boxes.length], [[], [], 1]);
  });

  const AT_YOUR_EXPENSE = `If it is a key of OpenAI, whoever runs ${RELAY} can use it at your expense.`;
  const questions: readonly (readonly [origin: string, key: string, question: string | undefined])[] = [
    [OPENAI, KEY, undefined],
    [OPENAI, `sk-${REST}`, undefined],
    [OPENAI, `sk-ant-${REST}`, 'This is a key of Anthropic; OpenAI will not take it.'],
    [OPENAI, `sk-admin-${REST}`, 'This key manages an organization; OpenAI makes no images with it.'],
    [RELAY, KEY, `This is a key of OpenAI; ${RELAY} is another server, and would get it.`],
    [RELAY, `sk-${REST}`, AT_YOUR_EXPENSE],
  ];
  for (const [origin, key, question] of questions) {
    it(`${key.slice(0, 9)}… for ${origin} ${question ? `is asked about: ${question}` : 'is taken at once'}`, async () => {
      const sent: string[] = [];
      const kept: string[] = [];
      const parts = {
        outside: {
          ...makeOutside(''),
          checkKey: async (...[server, tried]: readonly [{ readonly origin: string }, string, AbortSignal]) => {
            sent.push(`${server.origin} ${tried}`);
            return 'accepted' as const;
          },
        },
        keys: {
          get: async () => undefined,
          set: async (where: string, set: string) => {
            kept.push(`${where} ${set}`);
            return 'keyring' as const;
          },
          remove: async () => true,
          origins: () => [],
        },
        answers: { keys: () => [], get: () => undefined, update: async () => {} },
      };
      // A relay may be said to be OpenAI.
      const server = { ...readServer(`${origin}/v1`), kind: 'openai', isOpenAI: true };
      if (question !== undefined) {
        await importKey(parts, server, key);
        assert.deepEqual([asked(), stage.details], [[`Send the key in OPENAI_API_KEY to ${origin}?`], [question]]);
        assert.deepEqual([sent, kept], [[], []]);
        stage.press(({ buttons }) => buttons[0]);
      }
      await importKey(parts, server, key);
      assert.deepEqual([sent, kept], [[`${origin} ${key}`], [`${origin} ${key}`]]);
    });
  }
});
