import * as assert from 'node:assert/strict';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { makeScratch } from '../support/scratch.ts';
import { replace } from './stage.ts';

const Manifest = v.object({ contributes: v.object({ commands: v.array(v.object({ command: v.string() })) }) });
const Program = v.object({ activate: v.function() });

function findExtension(): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension('easel.easel');
  assert.ok(extension, 'VS Code knows the extension');
  return extension;
}

describe('The extension in VS Code', () => {
  it('activates and registers every command of package.json, and gives nothing else out', async () => {
    const extension = findExtension();
    const exported = await extension.activate();

    const registered = new Set(await vscode.commands.getCommands(true));
    const { contributes } = v.parse(Manifest, extension.packageJSON);
    const missing = contributes.commands.map(({ command }) => command).filter((command) => !registered.has(command));
    assert.deepEqual(missing, []);
    assert.equal(exported, undefined);
  });

  it('only builds objects and registers them: no secret, no stored value, no file is touched', async () => {
    const extension = findExtension();
    const storage = makeScratch('activation');
    const touched: string[] = [];
    const watched = (name: string) =>
      new Proxy(
        {},
        {
          get: (_, property) => {
            touched.push(`${name}.${String(property)}`);
            return () => undefined;
          },
        },
      );
    const registered: string[] = [];
    const note = (id: string) => {
      registered.push(id);
      return { dispose() {} };
    };
    const restore = [
      replace(vscode.commands, { registerCommand: note }),
      // Nor does it know two tools of a name.
      replace(vscode.lm, { registerTool: note }),
      replace(vscode.window, {
        registerWebviewPanelSerializer: note,
        // VS Code knows one log of this name; disposing a second one would close it.
        createOutputChannel: () => watched('the log'),
        showInformationMessage: () => touched.push('a message'),
        createWebviewPanel: () => touched.push('a panel'),
      }),
      replace(vscode.workspace, { fs: watched('workspace.fs') }),
    ];
    const subscriptions: { dispose(): void }[] = [];
    try {
      const program = v.parse(Program, await import(pathToFileURL(join(extension.extensionPath, 'dist', 'extension.js')).href));
      const answer: unknown = program.activate({
        subscriptions,
        extensionUri: extension.extensionUri,
        globalStorageUri: vscode.Uri.file(join(storage.path, 'global')),
        secrets: watched('secrets'),
        globalState: watched('globalState'),
        workspaceState: watched('workspaceState'),
      });
      assert.equal(answer, undefined);
      for (const id of ['easel.generate', 'easel_generate_image']) {
        assert.ok(registered.includes(id), `registered: ${registered}`);
      }
      assert.deepEqual(touched, []);
      assert.deepEqual(await readdir(storage.path), []);
    } finally {
      for (const back of restore) back();
      for (const part of subscriptions) part.dispose();
      await rm(storage.path, { recursive: true, force: true });
    }
  });
});
