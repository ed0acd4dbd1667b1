import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { enterKey } from '../../src/editor/dialogs/key.ts';
import { createKeys, type Keys } from '../../src/editor/keys.ts';
import type { Outside } from '../../src/editor/outside.ts';
import { makeScratch } from '../support/scratch.ts';
import { readServer } from '../support/servers.ts';
import { makeGeneration, makeOutside } from './outsideStage.ts';
import { configure, replace, until, useStage } from './stage.ts';

const KEY = 'sk-test-5T4s3R2q1P0o9N8m7L6k';
const ORIGIN = 'https://api.openai.com';
const WINDOW_ONLY = `The key for ${ORIGIN} is kept for this window only: the system’s keyring does not work. Until it does, enter the key again in each window.`;
const SILENT = `The system’s keyring does not give out the key for ${ORIGIN}. Unlock the keyring and try again, or enter the key for this window.`;
const MISSING = `The system’s keyring no longer has the key for ${ORIGIN}. Enter it again.`;
const NOT_CLEARED = `This window does not use the key for ${ORIGIN} any more, but the system’s keyring did not delete it. Clear it again when the keyring works.`;

type Work = 'get' | 'store' | 'delete';

/** A keyring that can fail; like VS Code's it does one thing after the other. */
class Keyring {
  readonly kept = new Map<string, string>();
  origins: readonly string[] = [];
  readonly logged: string[] = [];
  /** How often it was asked for anything. */
  asked = 0;
  fault: Partial<Record<Work, 'rejects' | 'hangs' | 'gives nothing'>> = {};
  #last: Promise<unknown> = Promise.resolve();
  #release = () => {};

  /** What hangs goes on. */
  release(): void {
    this.fault = {};
    this.#release();
  }

  /** Resolves when nothing is left to do. */
  async settled(): Promise<void> {
    for (let last: unknown; last !== this.#last; await this.#last) last = this.#last;
  }

  /** The keys as a window sees them that has just opened. */
  open(): Keys {
    const hidden = new Set<string>();
    return createKeys(
      {
        secrets: {
          get: (name) => this.#do('get', name, () => (this.fault.get === 'gives nothing' ? undefined : this.kept.get(name))),
          store: (name, key) => this.#do('store', key, () => void this.kept.set(name, key)),
          delete: (name) => this.#do('delete', name, () => void this.kept.delete(name)),
        },
        listed: {
          get: () => this.origins,
          set: async (origins) => {
            this.origins = origins;
          },
        },
      },
      {
        hide: (key) => hidden.add(key),
        warn: (line) => this.logged.push([...hidden].reduce((text, key) => text.replaceAll(key, '…'), line)),
      },
      50,
    );
  }

  #do<T>(work: Work, about: string, run: () => T): Promise<T> {
    this.asked += 1;
    const done = this.#last.then(async () => {
      if (this.fault[work] === 'rejects') throw new Error(`no keyring for ${about}`);
      if (this.fault[work] === 'hangs') {
        await new Promise<void>((resolve) => {
          this.#release = resolve;
        });
      }
      return run();
    });
    this.#last = done.catch(() => undefined);
    return done;
  }
}

describe('A keyring that fails', () => {
  const stage = useStage();
  let keyring: Keyring;
  beforeEach(() => {
    keyring = new Keyring();
  });
  const said = () => stage.shown.map(({ as, text }) => `${as}: ${text}`);
  const warnings = (...texts: string[]) => texts.map((text) => `warning: ${text}`);

  const enter = (keys: Keys) => {
    stage.type(KEY);
    const outside = { ...makeOutside(''), checkKey: async () => 'accepted' as const };
    const answers = { keys: () => [], get: () => undefined, update: async () => {} };
    return enterKey({ outside, keys, answers }, readServer(''));
  };

  it('is not assumed: what works keeps the key for every window, and nothing is said', async () => {
    assert.equal(await enter(keyring.open()), 'keyring');
    const other = keyring.open();
    assert.equal(await other.get(ORIGIN), KEY);
    assert.deepEqual(other.origins(), [ORIGIN]);
    assert.equal(await other.remove(ORIGIN), true);
    assert.deepEqual([other.origins(), await other.get(ORIGIN)], [[], undefined]);
    assert.deepEqual([said(), keyring.logged], [[], []]);
  });

  const faults: readonly Keyring['fault'][] = [
    { store: 'rejects' },
    { store: 'hangs' },
    { get: 'rejects' },
    { get: 'hangs' },
    { get: 'gives nothing' },
    { store: 'rejects', get: 'rejects', delete: 'rejects' },
  ];
  for (const fault of faults) {
    const title = Object.entries(fault)
      .map(([work, how]) => `${work} ${how}`)
      .join(', ');
    it(`leaves the key to this window, which says so and uses it: ${title}`, async () => {
      keyring.fault = fault;
      const keys = keyring.open();
      assert.equal(await enter(keys), 'window');
      assert.deepEqual(said(), warnings(WINDOW_ONLY));
      assert.deepEqual(stage.shown[0]?.buttons, ['Keyring Help', 'Check Setup']);
      const { asked } = keyring;
      assert.equal(await keys.get(ORIGIN), KEY);
      assert.equal(keyring.asked, asked, 'nobody waits for it again');
      assert.deepEqual(keys.origins(), [ORIGIN]);
      assert.equal(await keyring.open().get(ORIGIN), undefined, 'another window has none, and asks');

      assert.equal(await keys.remove(ORIGIN), true);
      assert.deepEqual([keys.origins(), await keys.get(ORIGIN)], [[], undefined]);
      assert.deepEqual(said(), warnings(WINDOW_ONLY), 'once');
      assert.ok(keyring.logged.length > 0);
      assert.deepEqual(
        keyring.logged.filter((line) => line.includes(KEY)),
        [],
      );
      keyring.release();
    });
  }

  it('says so again for each key that is set', async () => {
    keyring.fault = { store: 'rejects' };
    const keys = keyring.open();
    await enter(keys);
    await enter(keys);
    assert.deepEqual(said(), warnings(WINDOW_ONLY, WINDOW_ONLY));
  });

  for (const how of ['rejects', 'hangs'] as const) {
    it(`stops no request: where reading ${how}, there is no key, and once it is said why one is asked for`, async () => {
      await keyring.open().set(ORIGIN, KEY);
      keyring.fault = { get: how };
      const keys = keyring.open();
      assert.equal(await keys.get(ORIGIN), undefined);
      assert.equal(await keys.get(ORIGIN), undefined);
      assert.equal(await keys.get('http://127.0.0.1:8080'), undefined);
      assert.deepEqual(said(), warnings(SILENT));
      keyring.release();
      await keyring.settled();
      assert.equal(await keys.get(ORIGIN), KEY, 'it answers again');
    });
  }

  for (const how of ['rejects', 'hangs'] as const) {
    it(`is no end of a request: the key is asked for, and the same request goes on: reading ${how}`, async () => {
      await configure({ baseUrl: '', confirmAbove: 0 });
      await keyring.open().set(ORIGIN, KEY);
      keyring.fault = { get: how };
      stage.choose(/Enter API Key/);
      stage.type(KEY);
      const scratch = makeScratch('keyring');
      const sent: (string | undefined)[] = [];
      const outside: Outside = {
        ...makeOutside(scratch.path),
        checkKey: async () => 'accepted',
        connect: async ({ server, key }) => ({
          origin: server.origin,
          async *run(_, signal) {
            sent.push(key);
            yield { kind: 'sent' };
            await new Promise((resolve) => signal.addEventListener('abort', resolve));
          },
        }),
      };
      const generation = makeGeneration(scratch.path, outside, keyring.open());
      const made = generation.start({ prompt: 'a cat', options: {} });
      await until('it is sent', () => sent.length > 0);
      generation.dispose();
      await Promise.allSettled([made]);
      await scratch.remove();
      assert.deepEqual(sent, [KEY]);
      assert.deepEqual(said(), warnings(SILENT, WINDOW_ONLY));
      keyring.release();
    });
  }

  it('that has lost a key says so once', async () => {
    await keyring.open().set(ORIGIN, KEY);
    keyring.kept.clear();
    const keys = keyring.open();
    assert.deepEqual([await keys.get(ORIGIN), await keys.get(ORIGIN), keys.origins()], [undefined, undefined, []]);
    assert.deepEqual(said(), warnings(MISSING));
  });

  for (const how of ['rejects', 'hangs'] as const) {
    it(`does not keep a key in use that was cleared: deleting ${how}`, async () => {
      const keys = keyring.open();
      await keys.set(ORIGIN, KEY);
      keyring.fault = { delete: how };
      assert.equal(await keys.remove(ORIGIN), false);
      assert.equal(await keys.get(ORIGIN), undefined);
      assert.deepEqual(said(), warnings(NOT_CLEARED));
      assert.deepEqual(keys.origins(), [ORIGIN], 'so that it can be cleared again');
      keyring.release();
      await keyring.settled();
      assert.equal(await keys.remove(ORIGIN), true);
      assert.deepEqual([keys.origins(), keyring.kept.size], [[], 0]);
    });
  }

  it('that answers late has the key after all', async () => {
    keyring.fault = { store: 'hangs' };
    const keys = keyring.open();
    await keys.set(ORIGIN, KEY);
    keyring.release();
    await keyring.settled();
    assert.equal(await keys.get(ORIGIN), KEY);
    assert.equal(await keyring.open().get(ORIGIN), KEY);
    assert.deepEqual(keys.origins(), [ORIGIN]);
  });

  for (const work of ['store', 'get'] as const) {
    it(`that answers late brings no key back that was cleared or replaced meanwhile: ${work}`, async () => {
      keyring.fault = { [work]: 'hangs' };
      const keys = keyring.open();
      await keys.set(ORIGIN, KEY);
      await keys.remove(ORIGIN);
      keyring.release();
      await keyring.settled();
      assert.deepEqual([keys.origins(), keyring.kept.size, await keys.get(ORIGIN)], [[], 0, undefined]);
      assert.deepEqual(said(), warnings(WINDOW_ONLY));

      keyring.fault = { [work]: 'hangs' };
      await keys.set(ORIGIN, KEY);
      const other = keys.set(ORIGIN, `${KEY}2`);
      keyring.release();
      await other;
      await keyring.settled();
      assert.equal(await keys.get(ORIGIN), `${KEY}2`);
      assert.equal(await keyring.open().get(ORIGIN), `${KEY}2`);
    });
  }

  it('that answers late does not answer what was set meanwhile', async () => {
    await keyring.open().set(ORIGIN, KEY);
    keyring.fault = { get: 'hangs' };
    const keys = keyring.open();
    const asked = keys.get(ORIGIN);
    await keys.set(ORIGIN, `${KEY}2`);
    assert.equal(await asked, `${KEY}2`);
    keyring.release();
  });

  it('has VS Code’s page about keyrings and the check of the setup behind its buttons', async () => {
    const opened: string[] = [];
    const open = async (uri: vscode.Uri) => opened.push(uri.toString(true)) > 0;
    const run = async (command: string) => opened.push(command);
    const restores = [replace(vscode.env, { openExternal: open }), replace(vscode.commands, { executeCommand: run })];
    try {
      stage.press(({ buttons }) => buttons[opened.length]);
      keyring.fault = { store: 'rejects' };
      await enter(keyring.open());
      await until('the page is opened', () => opened.length > 0);
      await enter(keyring.open());
      await until('the setup is checked', () => opened.length > 1);
    } finally {
      for (const restore of restores) restore();
    }
    assert.match(opened[0] ?? '', /^https:\/\/code\.visualstudio\.com\/.*#_troubleshooting-keychain-issues$/);
    assert.equal(opened[1], 'easel.checkSetup');
  });
});
