import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { freePort } from './places.ts';
import { configure, generate, replace, until, useStage } from './stage.ts';

describe('In a remote window', () => {
  const stage = useStage();
  let restore: (() => void)[] = [];
  afterEach(() => {
    for (const back of restore) back();
    restore = [];
  });

  /** Makes the window one of a remote, and an image with a server that is not there. Answers the failure's sentence. */
  async function failAt(remoteName: string, authority: string): Promise<string> {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    restore = [
      replace(vscode.env, { remoteName }),
      replace(vscode.workspace, {
        workspaceFolders: [{ ...folder, uri: folder.uri.with({ scheme: 'vscode-remote', authority }) }],
      }),
    ];
    const port = await freePort();
    await configure({ baseUrl: `http://127.0.0.1:${port}/v1` });
    await generate({ prompt: authority });
    const failure = await until('it has failed', () => {
      if (!stage.page.state) stage.page.send({ kind: 'ready' });
      return stage.page.state?.cards.find(({ prompt }) => prompt === authority)?.failures[0];
    });
    return failure.sentence.replaceAll(String(port), '8080');
  }

  const there = 'where Easel runs, and nothing answers there.';
  const table: readonly (readonly [string, string, string])[] = [
    [
      'ssh-remote',
      'ssh-remote+box',
      `127.0.0.1:8080 is ssh: box, ${there} For a server on your own machine, run there: ssh -R 8080:127.0.0.1:8080 box. Nothing was sent.`,
    ],
    [
      'wsl',
      'wsl+Ubuntu',
      `127.0.0.1:8080 is WSL: Ubuntu, ${there} For a server on Windows, use the address of Windows, or networkingMode=mirrored in .wslconfig. Nothing was sent.`,
    ],
    [
      'attached-container',
      'attached-container+web',
      `127.0.0.1:8080 is container: web, ${there} For a server outside the container, try host.docker.internal:8080. Nothing was sent.`,
    ],
    [
      'tunnel',
      'tunnel+studio',
      `127.0.0.1:8080 is tunnel: studio, ${there} A server on your own machine needs an address that can be reached from there. Nothing was sent.`,
    ],
    ['127.0.0.1:443', '127.0.0.1:443', 'Nothing answers at 127.0.0.1:8080. Is the server running? Nothing was sent.'],
  ];
  for (const [remoteName, authority, wanted] of table) {
    it(`nothing answers at a loopback address of ${authority}`, async () => {
      assert.equal(await failAt(remoteName, authority), wanted);
    });
  }
});
