import * as assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { faults } from '../support/imagesFaults.ts';
import { findStorage } from './places.ts';
import { generate, generateOne, until, useStage } from './stage.ts';

const KEY = 'sk-test-9Z8y7X6w5V4u3T2s1R0q';
const PROMPT = 'a zebrafish wearing a houndstooth waistcoat';

describe('The log', () => {
  const stage = useStage();

  it('has a line for every request, and neither the prompt nor the key nor an image', async () => {
    const logs = join(await findStorage(), '..', '..', '..');
    stage.type(KEY);
    await vscode.commands.executeCommand('easel.setApiKey');
    await generateOne({ prompt: PROMPT });
    stage.server.answer((request, response) => {
      const message = `No ${request.body.prompt} with ${request.headers.authorization}`;
      response.writeHead(400, { 'content-type': 'application/json', 'x-request-id': 'req_easel_last' });
      response.end(JSON.stringify({ error: { message, code: 'content_policy_violation' } }));
    });
    await generate({ prompt: PROMPT });
    await generate({ prompt: PROMPT, count: 99 });
    stage.server.answer(faults.html);
    await generate({ prompt: PROMPT });

    const [file, text] = await until('the log has its lines', () => findLog(logs));
    for (const secret of [PROMPT, 'zebrafish', KEY, KEY.slice(8, 20), 'iVBORw0KGgo']) {
      assert.ok(!text.includes(secret), `${file} has ${secret}`);
    }
    await vscode.commands.executeCommand('easel.clearApiKey');
  });
});

/** The newest of the logs named Easel below a folder, once it has the last request. */
async function findLog(folder: string): Promise<readonly [file: string, text: string] | undefined> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => /easel\.easel[\\/]Easel\.log$/.test(file));
  for (const file of files) {
    const text = await readFile(join(folder, file), 'utf8');
    if (text.includes('req_easel_last')) return [file, text];
  }
  return undefined;
}
