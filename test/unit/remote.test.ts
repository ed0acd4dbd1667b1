import assert from 'node:assert/strict';
import { isLoopback, type Remote, readRemote, wayBack } from '../../src/core/remote.ts';

const hex = (text: string) => Buffer.from(text).toString('hex');

describe('where Easel runs', () => {
  const table: readonly (readonly [string | undefined, string | undefined, Remote | undefined])[] = [
    [undefined, undefined, undefined],
    [undefined, 'github', undefined],
    ['ssh-remote', 'ssh-remote+box', { kind: 'ssh', name: 'box' }],
    ['ssh-remote', 'ssh-remote+me@box.example', { kind: 'ssh', name: 'box.example' }],
    ['ssh-remote', `ssh-remote+${hex('{"hostName":"Box","user":"me","port":2222}')}`, { kind: 'ssh', name: 'Box' }],
    ['ssh-remote', `ssh-remote+${hex('{"hostName":"me@Box"}')}`, { kind: 'ssh', name: 'Box' }],
    ['ssh-remote', 'ssh-remote+12345678', { kind: 'ssh', name: '12345678' }],
    ['ssh-remote', undefined, { kind: 'ssh', name: '' }],
    // The first folder can lie elsewhere.
    ['ssh-remote', 'github', { kind: 'ssh', name: '' }],
    ['wsl', 'wsl+Ubuntu-24.04', { kind: 'wsl', name: 'Ubuntu-24.04' }],
    ['dev-container', `dev-container+${hex('/home/me/proj')}`, { kind: 'container', name: 'proj' }],
    ['dev-container', `dev-container+${hex('C:\\Users\\me\\proj')}`, { kind: 'container', name: 'proj' }],
    [
      'dev-container',
      `dev-container+${hex('{"hostPath":"/home/me/proj","configFile":{"path":"/x"}}')}@ssh-remote+box`,
      { kind: 'container', name: 'proj' },
    ],
    ['dev-container', `dev-container+${hex('{"settings":{}}')}`, { kind: 'container', name: '' }],
    ['attached-container', `attached-container+${hex('{"containerName":"/web"}')}`, { kind: 'container', name: 'web' }],
    ['attached-container', 'attached-container+web', { kind: 'container', name: 'web' }],
    ['codespaces', 'codespaces+fuzzy-space-waffle', { kind: 'codespace', name: 'fuzzy-space-waffle' }],
    ['tunnel', 'tunnel+studio', { kind: 'tunnel', name: 'studio' }],
    ['127.0.0.1:8080', '127.0.0.1:8080', undefined],
    ['localhost:8080', 'localhost:8080', undefined],
    ['code.example:443', 'code.example:443', { kind: 'web', name: 'code.example:443' }],
    ['something-new', 'something-new+box', { kind: 'other', name: 'something-new' }],
  ];
  for (const [remoteName, authority, wanted] of table) {
    it(`${remoteName ?? 'no remote'}, ${authority?.slice(0, 40) ?? 'no folder'}`, () => {
      assert.deepEqual(readRemote(remoteName, authority), wanted);
    });
  }
});

describe('the way back to the own machine', () => {
  const table: readonly (readonly [Remote['kind'], string, string, ReturnType<typeof wayBack>])[] = [
    ['ssh', 'box', '127.0.0.1:8080', { kind: 'command', command: 'ssh -R 8080:127.0.0.1:8080 box' }],
    ['ssh', 'box', 'localhost', { kind: 'command', command: 'ssh -R 80:localhost:80 box' }],
    ['ssh', 'box', '[::1]:8080', { kind: 'command', command: 'ssh -R 8080:[::1]:8080 box' }],
    ['ssh', '', '127.0.0.1:8080', { kind: 'command', command: 'ssh -R 8080:127.0.0.1:8080 …' }],
    ['ssh', '-oProxyCommand=x', '127.0.0.1:8080', { kind: 'command', command: 'ssh -R 8080:127.0.0.1:8080 …' }],
    ['ssh', 'box; rm', '127.0.0.1:8080', { kind: 'command', command: 'ssh -R 8080:127.0.0.1:8080 …' }],
    ['codespace', 'fuzzy', '127.0.0.1:8080', { kind: 'command', command: 'gh codespace ssh -c fuzzy -- -R 8080:127.0.0.1:8080' }],
    ['codespace', '', '127.0.0.1:8080', { kind: 'command', command: 'gh codespace ssh -- -R 8080:127.0.0.1:8080' }],
    ['wsl', 'Ubuntu', '127.0.0.1:8080', { kind: 'windows' }],
    ['container', 'proj', '127.0.0.1:8080', { kind: 'address', address: 'host.docker.internal:8080' }],
    ['tunnel', 'studio', '127.0.0.1:8080', { kind: 'none' }],
    ['web', 'code.example:443', '127.0.0.1:8080', { kind: 'none' }],
    ['other', 'new', '127.0.0.1:8080', { kind: 'none' }],
  ];
  for (const [kind, name, host, wanted] of table) {
    it(`${kind} ${name || 'without a name'}, ${host}`, () => assert.deepEqual(wayBack({ kind, name }, host), wanted));
  }
});

describe('the machine itself', () => {
  const table: Readonly<Record<string, boolean>> = {
    '127.0.0.1:8080': true,
    '127.9.9.9': true,
    'localhost:1': true,
    'images.localhost': true,
    '[::1]:8080': true,
    '[::1]': true,
    'localhost.example': false,
    '127.0.0.1.example:8080': false,
    '10.0.0.1': false,
    '[::2]': false,
  };
  for (const [host, wanted] of Object.entries(table)) it(host, () => assert.equal(isLoopback(host), wanted));
});
