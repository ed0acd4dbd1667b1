import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openFile } from './places.ts';
import { closeEverything, generate, generateOne, panelTab, until, useStage } from './stage.ts';

/** What a person may be looking at, always in the first column. */
const LOOKED_AT: readonly (readonly [what: string, open: (picture: vscode.Uri) => PromiseLike<unknown>])[] = [
  ['a document', () => openFile('md', 'One ⟦⟧two.\n')],
  // In neither is a text editor active, as in no document for the moment in which VS Code changes to another.
  ['a picture', (picture) => vscode.commands.executeCommand('vscode.open', picture)],
  ['the settings', () => vscode.commands.executeCommand('workbench.action.openSettings2')],
];

describe('the panel', () => {
  useStage();

  for (const [what, open] of LOOKED_AT) {
    it(`opens beside ${what}, also when it was in that column before`, async () => {
      const { editor } = await openFile('md', 'One ⟦⟧two.\n');
      const picture = await generateOne({ prompt: 'a white cat' });
      const tab = await until('the panel is open', panelTab);
      assert.equal(tab.group.viewColumn, vscode.ViewColumn.Two);
      await vscode.window.showTextDocument(editor.document, vscode.ViewColumn.One);
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      await until('it is in the first column', () => panelTab()?.group.viewColumn === vscode.ViewColumn.One);
      await closeEverything();

      await open(picture);
      await generate({ prompt: 'a white cat' });
      const again = await until('the panel is open', panelTab);
      assert.equal(again.group.viewColumn, vscode.ViewColumn.Two);
      assert.equal(vscode.window.tabGroups.activeTabGroup.viewColumn, vscode.ViewColumn.One);
    });
  }
});
