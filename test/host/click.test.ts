import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openFile } from './places.ts';
import { configure, generate, useStage } from './stage.ts';

const KEY = 'sk-test-9Z8y7X6w5V4u3T2s1R0q';

describe('One click', () => {
  const stage = useStage();
  const keyPicks = () => stage.picks.filter((labels) => labels.some((label) => label.includes('Enter API Key')));
  const keysSent = () => stage.server.requests.map(({ method, headers }) => `${method} ${headers.authorization ?? 'no key'}`);
  /** This machine under an address that is no loopback one: as far as Easel can see, somebody else's server. */
  const elsewhere = () => stage.server.baseUrl.replace('127.0.0.1', '0.0.0.0');

  async function selectTwo(second: string): Promise<void> {
    const { editor } = await openFile('md', `⟦⟧# Title\n\nA white cat\n\n${second}\n`);
    editor.selections = [new vscode.Selection(2, 0, 2, 11), new vscode.Selection(4, 0, 4, second.length)];
  }

  afterEach(async () => {
    stage.choose(/./);
    await vscode.commands.executeCommand('easel.clearApiKey');
  });

  it('asks for a key once, however many requests it makes', async () => {
    stage.server.wantKey(KEY);
    await selectTwo('A black dog');
    stage.choose(/One Each/);
    assert.deepEqual(await generate(), []);
    assert.equal(keyPicks().length, 1);
    assert.equal(stage.server.posts.length, 2);
  });

  it('sends all of it again with the key that was entered, and nothing a third time', async () => {
    stage.server.wantKey(KEY);
    await selectTwo('A black dog');
    stage.choose(/One Each|Enter API Key/);
    stage.type(KEY);
    assert.equal((await generate()).length, 2);
    assert.equal(keyPicks().length, 1);
    assert.deepEqual(keysSent().filter((sent) => sent === `POST Bearer ${KEY}`).length, 2);
    assert.equal(stage.server.posts.length, 4);
  });

  it('sends nothing when one of its prompts cannot be sent', async () => {
    await configure({ reviewPrompt: 'never' });
    await selectTwo('- - -');
    stage.choose(/One Each/);
    assert.deepEqual(await generate(), []);
    assert.deepEqual(
      stage.shown.map(({ text }) => text),
      ['There are no words to make an image of.'],
    );
    assert.deepEqual(stage.server.requests, []);
  });

  it('does not ask about cost again after it asked for a key', async () => {
    await configure({ baseUrl: elsewhere() });
    stage.server.wantKey(KEY);
    stage.choose(/Enter API Key/);
    stage.type(KEY);
    stage.press(({ buttons, modal }) => (modal ? buttons[0] : undefined));
    assert.equal((await generate({ prompt: 'a cat', count: 5 })).length, 5);
    assert.equal(stage.shown.filter(({ buttons }) => buttons.includes('Generate All')).length, 1);
  });
});

describe('A server that is reached without encryption', () => {
  const stage = useStage();
  let questions: string[] = [];

  beforeEach(async () => {
    questions = [];
    await configure({ baseUrl: stage.server.baseUrl.replace('127.0.0.1', '0.0.0.0') });
  });
  afterEach(async () => {
    stage.choose(/./);
    await vscode.commands.executeCommand('easel.clearApiKey');
  });

  function answer(wanted: RegExp): void {
    stage.press(({ buttons, modal, text }) => {
      if (modal) questions.push(text.replace(/http\S+/, 'the server'));
      return modal ? buttons.find((button) => wanted.test(button)) : undefined;
    });
  }

  it('gets no key without a second yes, not even to check it', async () => {
    stage.type(KEY);
    answer(/Without Encryption/);
    await vscode.commands.executeCommand('easel.setApiKey');
    assert.ok(questions.includes('Send your API key to the server without encryption?'));
    assert.deepEqual(stage.server.requests, []);
  });

  it('gets it after that yes, and is not asked about again', async () => {
    stage.type(KEY);
    answer(/Without Encryption|Key Too/);
    await vscode.commands.executeCommand('easel.setApiKey');
    questions = [];
    await generate({ prompt: 'a cat' });
    assert.deepEqual(questions, []);
    assert.deepEqual(
      stage.server.requests.map(({ method, headers }) => `${method} ${headers.authorization}`),
      [`GET Bearer ${KEY}`, `POST Bearer ${KEY}`],
    );
  });
});
