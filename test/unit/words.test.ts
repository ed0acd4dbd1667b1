import assert from 'node:assert/strict';
import { glob, readFile } from 'node:fs/promises';
import { getL10nJson } from '@vscode/l10n-dev';

const root = new URL('../../', import.meta.url);

describe('the words', function () {
  this.timeout(60_000);

  it('are all in the bundle for translators: after a change, `npm run l10n`', async () => {
    const sources = [];
    for await (const file of glob('src/**/*.{ts,tsx}', { cwd: root })) {
      sources.push({
        extension: file.endsWith('x') ? ('.tsx' as const) : ('.ts' as const),
        contents: await readFile(new URL(file, root), 'utf8'),
      });
    }
    const bundle: unknown = JSON.parse(await readFile(new URL('l10n/bundle.l10n.json', root), 'utf8'));
    assert.deepEqual(bundle, await getL10nJson(sources));
  });
});
