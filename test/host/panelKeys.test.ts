import * as assert from 'node:assert/strict';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { openWays, partsOf } from '../support/keyRivals.ts';

const Bindings = v.array(v.object({ key: v.string(), command: v.string(), when: v.optional(v.string(), '') }));
const Manifest = v.object({ contributes: v.object({ keybindings: Bindings }) });

describe('the keys of the panel', () => {
  it('mean nothing else in VS Code and its built-in extensions where they are the panel’s', async () => {
    const ours = v.parse(Manifest, vscode.extensions.getExtension('easel.easel')?.packageJSON).contributes.keybindings;
    const all = await readDefaults();
    assert.ok(all.length > 500, 'these are the defaults of VS Code');
    for (const { key, when } of ours) {
      // A chord begins with its first key.
      const rivals = all.filter((other) => other.key.split(' ')[0] === key && !other.command.startsWith('easel.'));
      const open = rivals.flatMap((rival) => openWays(rival.when, partsOf(when)).map((way) => `${rival.command}: ${way}`));
      assert.deepEqual(open, [], key);
    }
  });
});

/** All default keybindings: JSON with comments, which stand on lines of their own. */
async function readDefaults(): Promise<v.InferOutput<typeof Bindings>> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse('vscode://defaultsettings/keybindings.json'));
  const lines = document.getText().split(/\r?\n/);
  return v.parse(Bindings, JSON.parse(lines.filter((line) => !line.trimStart().startsWith('//')).join('\n')));
}
