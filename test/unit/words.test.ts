import assert from 'node:assert/strict';
import { glob, readFile } from 'node:fs/promises';
import { getL10nJson } from '@vscode/l10n-dev';
import * as v from 'valibot';
import { findUntranslated } from '../support/untranslated.ts';

/** Where package.json has words for people. */
const SHOWN =
  /^contributes\.views\..*\.name$|\.(?:title|shortTitle|category|displayName|description|markdownDescription|deprecationMessage|markdownDeprecationMessage|enumDescriptions\.\d+|markdownEnumDescriptions\.\d+|enumItemLabels\.\d+|contents|userDescription|label|altText|patternErrorMessage|errorMessage)$/;
const Manifest = v.looseObject({ contributes: v.record(v.string(), v.unknown()) });
const root = new URL('../../', import.meta.url);

describe('the words', function () {
  this.timeout(120_000);

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
  it('are none but those of the bundle', async () => {
    const found: string[] = [];
    for await (const file of glob(['src/extension.ts', 'src/{editor,page}/**/*.{ts,tsx}'], { cwd: root })) {
      const source = await readFile(new URL(file, root), 'utf8');
      found.push(...findUntranslated(file, source).map((words) => `${file}:${words}`));
    }
    assert.deepEqual(found, []);
  });

  it('of package.json are all in package.nls.json', async () => {
    const found: string[] = [];
    const look = (value: unknown, path: string) => {
      if (typeof value === 'string') {
        if (SHOWN.test(path) && !/^%[\w.]+%$/.test(value)) found.push(`${path}: ${value}`);
      } else if (typeof value === 'object' && value !== null) {
        // What a language model reads is English.
        for (const [key, part] of Object.entries(value)) if (key !== 'inputSchema') look(part, `${path}.${key}`);
      }
    };
    const { contributes, ...rest } = v.parse(Manifest, JSON.parse(await readFile(new URL('package.json', root), 'utf8')));
    look(contributes, 'contributes');
    look(rest, 'package');
    assert.deepEqual(found, []);
  });
});

describe('The search for words outside the bundle finds', () => {
  for (const source of [
    `vscode.window.showInformationMessage('Nothing was made.');`,
    `vscode.window.showErrorMessage(l10n.t('It failed.'), 'Retry');`,
    `vscode.window.showWarningMessage(text, { modal: true, detail: 'It may cost money.' });`,
    `vscode.window.setStatusBarMessage(\`$(check) Inserted \${name}\`);`,
    `vscode.window.showQuickPick([{ label: 'All', description: picked ? l10n.t('It is') : '' }]);`,
    `pick.title = 'Choose a style';`,
    `pick.placeholder = name + ' is not there';`,
    `vscode.window.withProgress({ location, title: 'Generating' }, work);`,
    `const STEPS = [{ prompt: 'What shall it show?' }] as const;`,
    `l10n.t('{0} of it', one ? 'the first one' : rest);`,
    `export const sentence = 'It is long.';`,
    `function say() { return 'Not now'; }`,
    `const x = <b>ready</b>;`,
    `const x = <b title="Close it" />;`,
    `const x = <b aria-label={open ? 'Close' : l10n.t('Open')} />;`,
  ]) {
    it(source, () => assert.equal(findUntranslated('a.tsx', source).length, 1));
  }

  for (const source of [
    `vscode.window.showInformationMessage(vscode.l10n.t('Nothing was made.'), l10n.t('Retry'));`,
    `pick.title = l10n.t({ message: 'Choose a style', comment: ['Of a picture'] });`,
    `vscode.commands.executeCommand('easel.showPanel', 'zoomIn');`,
    `log.info('It was made.'); throw new Error('no action of this id');`,
    `import { x } from './The house.ts'; type Key = 'Page Up' | 'Page Down';`,
    `if (event.key === 'Tab') next(); switch (key) { case 'Home': first(); }`,
    `const facts = \`\${width} × \${height} · \${type}\`;`,
    `const x = <b class="a b" aria-describedby="reason estimate">{l10n.t('Open')} ({'Ctrl+Enter'})</b>;`,
  ]) {
    it(`nothing in ${source}`, () => assert.deepEqual(findUntranslated('a.tsx', source), []));
  }
});
