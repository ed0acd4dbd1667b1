import * as assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { azureDeployment, DEPLOYMENT } from '../support/emulators/azure.ts';
import { EMULATOR_KEY, type Emulator, type Shape, startEmulator } from '../support/emulators/emulator.ts';
import { xinference } from '../support/emulators/fastApi.ts';
import { localAI } from '../support/emulators/localai.ts';
import { encodePng } from '../support/imagesPng.ts';
import { folder, unique } from './places.ts';
import { configure, useStage } from './stage.ts';

/** A kind of server, the model that it has, and where a variation is asked for. */
const rows: readonly (readonly [shape: Shape, model: string | object, path: string])[] = [
  [localAI, 'stablediffusion', '/v1/images/inpainting'],
  [xinference, 'sd-turbo', '/v1/images/variations'],
  [
    azureDeployment,
    { name: DEPLOYMENT, is: 'gpt-image-2' },
    `/openai/deployments/${DEPLOYMENT}/images/edits?api-version=2025-04-01-preview`,
  ],
];

describe('a server of easel.servers', () => {
  const stage = useStage();

  for (const [shape, model, path] of rows) {
    describe(`of the kind ${shape.kind}`, () => {
      let emulator: Emulator;
      before(async () => {
        emulator = await startEmulator(shape);
      });
      after(() => emulator.close());
      beforeEach(() => emulator.reset());

      it('is asked in its own way, and its image is saved', async () => {
        const baseUrl = emulator.server.baseUrl + emulator.server.query;
        const preset = { name: 'Mine', kind: shape.kind, baseUrl, models: [model], headers: { 'X-Team': 'art' } };
        const name = typeof model === 'string' ? model : DEPLOYMENT;
        await configure({ baseUrl, servers: [preset], model: name, variationCount: 1 });
        if (shape.keyHeader) {
          stage.type(EMULATOR_KEY);
          await vscode.commands.executeCommand('easel.setApiKey');
        }
        const picture = vscode.Uri.file(join(folder('first'), `${unique('cat')}.png`));
        await writeFile(picture.fsPath, encodePng(1024, 1024, [10, 60, 200, 255], [240, 200, 20, 255]));

        const made: unknown = await vscode.commands.executeCommand('easel.vary', picture);
        assert.ok(Array.isArray(made) && made.length === 1 && made[0] instanceof vscode.Uri, JSON.stringify(stage.shown));
        assert.ok((await vscode.workspace.fs.stat(made[0])).size > 0);
        assert.deepEqual([emulator.posts.map((post) => post.path), emulator.rejections], [[path], []]);
        const { headers } = emulator.posts[0] ?? assert.fail();
        assert.equal(headers['x-team'], 'art');
        assert.equal(headers['api-key'], shape.keyHeader && EMULATOR_KEY);
        assert.equal(headers.authorization, undefined);
      });
    });
  }
});
