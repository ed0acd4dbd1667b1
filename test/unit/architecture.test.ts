import assert from 'node:assert/strict';
import { glob, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { findViolations } from '../support/architecture.ts';
import { root } from '../support/host/install.ts';

/** Where a dozen files are too few: core's files are the program's vocabulary, one noun each. */
const LARGE_FOLDERS = ['core'];
const MOST_FILES = 12;
const MOST_LINES = 250;

describe('The architecture', () => {
  const sources = new Map<string, string>();
  let contributing = '';

  before(async () => {
    for await (const file of glob('**/*.{ts,tsx}', { cwd: join(root, 'src') })) {
      sources.set(file.replaceAll('\\', '/'), await readFile(join(root, 'src', file), 'utf8'));
    }
    contributing = await readFile(join(root, 'CONTRIBUTING.md'), 'utf8').catch(() => '');
  });

  it('holds in every source file', () => {
    assert.ok(sources.size > 0);
    const violations = [...sources].flatMap(([path, source]) => findViolations(path, source));
    assert.deepEqual(violations, []);
  });

  it(`has no file above ${MOST_LINES} lines without a reason in CONTRIBUTING.md`, () => {
    const long = [...sources].filter(([, source]) => source.trimEnd().split('\n').length > MOST_LINES);
    const unexplained = long.map(([path]) => `src/${path}`).filter((path) => !contributing.includes(path));
    assert.deepEqual(unexplained, []);
  });

  it(`has no folder above ${MOST_FILES} files but core`, () => {
    const files = new Map<string, number>();
    for (const path of sources.keys()) files.set(dirname(path), (files.get(dirname(path)) ?? 0) + 1);
    const large = [...files].filter(([folder, count]) => count > MOST_FILES && !LARGE_FOLDERS.includes(folder));
    assert.deepEqual(large, []);
  });
});

describe('The architecture test finds', () => {
  for (const [path, source] of [
    ['core/a.ts', `import * as vscode from 'vscode';`],
    ['core/a.ts', `import type { Uri } from 'vscode';`],
    ['core/a.ts', `import { readFile } from 'node:fs/promises';`],
    ['core/a.ts', `export { x } from '../disk/folder.ts';`],
    ['core/a.ts', `export * from '../editor/log.ts';`],
    ['core/a.ts', `type T = import('openai').OpenAI;`],
    ['core/a.ts', `type T = typeof import('openai/streaming');`],
    ['core/a.ts', `import preact from 'preact';`],
    ['core/a.ts', 'const x = await import(`openai`);'],
    ['core/a.ts', `const x = require('openai');`],
    ['core/a.ts', `import x = require('openai');`],
    ['core/deep/a.ts', `import { log } from '../../editor/log.ts';`],
    ['core/a.ts', `import { slug } from './naming';`],
    ['provider/a.ts', `import { readFileSync } from 'node:fs';`],
    ['provider/a.ts', `const name = 'openai'; await import(name);`],
    ['disk/a.ts', `import { Worker } from 'node:worker_threads';`],
    ['disk/a.ts', `import type OpenAI from 'openai';`],
    ['documents/a.ts', `import { join } from 'node:path';`],
    ['raster/a.ts', `import { join } from 'node:path';`],
    ['editor/a.ts', `import { keep } from '../disk/linkSave.ts';`],
    ['editor/a.ts', `await import('../provider/openai.ts');`],
    ['editor/a.ts', `import { h } from 'preact';`],
    ['page/a.tsx', `import { view } from '../editor/view.ts'; const x = <b>{view}</b>;`],
    ['page/a.tsx', `import * as vscode from 'vscode';`],
    ['page/a.tsx', `import 'left-pad';`],
    ['extension.ts', `import OpenAI from 'openai';`],
    ['attic/a.ts', `import '../core/task.ts';`],
    ['core/a.ts', `const x = y as any;`],
    ['core/a.ts', `const x = y as unknown as Task;`],
    ['core/a.ts', `const x = y as Task;`],
    ['core/a.ts', `const x = <Task>y;`],
    ['core/a.ts', `const x = y!;`],
    ['core/a.ts', `let x: any;`],
    ['core/a.ts', `// @ts-ignore\nconst x: string = 1;`],
    ['core/a.ts', `// @ts-expect-error it is so\nconst x: string = 1;`],
  ] as const) {
    it(`${path}: ${source}`, () => assert.equal(findViolations(path, source).length > 0, true));
  }

  for (const [path, source] of [
    ['core/a.ts', `import * as v from 'valibot'; import { b } from './b.ts'; export const x = ['a'] as const;`],
    ['core/deep/a.ts', `import type { Task } from '../task.ts';`],
    ['disk/a.ts', `import { link } from 'node:fs/promises'; import type { Bytes } from '../core/image.ts';`],
    ['documents/a.ts', `const { parse } = await import('parse5');`],
    ['provider/a.ts', `import { request } from 'node:https'; type T = import('openai').OpenAI;`],
    ['raster/a.ts', `import { Worker } from 'node:worker_threads'; await import('sharp');`],
    ['editor/panel/a.ts', `import * as vscode from 'vscode'; import { words } from '../words/failures.ts';`],
    ['page/form/a.tsx', `import '@vscode-elements/elements/dist/vscode-button'; import { h } from 'preact/hooks';`],
    ['extension.ts', `import * as vscode from 'vscode'; await import('./provider/openai.ts');`],
  ] as const) {
    it(`nothing in ${path}: ${source}`, () => assert.deepEqual(findViolations(path, source), []));
  }
});
