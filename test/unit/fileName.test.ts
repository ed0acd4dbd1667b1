import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { Failed } from '../../src/core/failure.ts';
import { type FileFacts, fileNameOf } from '../../src/core/fileName.ts';

const FACTS: FileFacts = {
  slug: 'a-white-cat',
  at: new Date(2026, 10, 23, 14, 5, 9),
  model: 'gpt-image-2.6-flare',
  index: 3,
  documentBaseName: 'README',
  documentDirName: 'docs',
  workspaceFolder: 'my site',
};
/** Variables as they stand in the setting: `<slug>` for `${slug}`. */
const written = (template: string): string => template.replace(/<([^<>]*)>/g, '$' + '{$1}');

describe('the setting easel.fileName', () => {
  for (const [template, place, facts] of [
    ['<slug>', 'a-white-cat'],
    ['<date>-<slug>', '2026-11-23-a-white-cat'],
    ['<date> <time>', '2026-11-23 14-05-09'],
    ['<slug>-<model>-<index>', 'a-white-cat-gpt-image-2.6-flare-3'],
    ['<documentBaseName>-<slug>', 'README-a-white-cat'],
    ['<documentDirName>/<documentBaseName>/<slug>', 'docs/README/a-white-cat'],
    ['<workspaceFolder>_<slug>', 'my site_a-white-cat'],
    ['hero', 'hero'],
    ['<slug>.png', 'a-white-cat'],
    ['<slug>.JPEG', 'a-white-cat'],
    ['<slug>.v2', 'a-white-cat.v2'],
    ['', 'a-white-cat'],
    ['images/', 'images/a-white-cat'],
    ['a//./b\\<slug>', 'a/b/a-white-cat'],
    ['C:<slug>', 'C-a-white-cat'],
    ['con/<slug>', 'con-image/a-white-cat'],
    ['$slug {x}', '$slug {x}'],
    ['<model>', 'vendor-model-free', { model: 'vendor/model:free' }],
    ['<documentBaseName>/<slug>', '猫/a-white-cat', { documentBaseName: '猫' }],
    ['<documentBaseName>-<slug>', 'a-white-cat', { documentBaseName: '' }],
    ['<date>-<documentBaseName>-<index>', '2026-11-23-3', { documentBaseName: '' }],
    ['<documentDirName>/<slug>', 'a-white-cat', { documentDirName: '' }],
    ['<documentDirName>/<slug>', 'a-white-cat', { documentDirName: '..' }],
    ['<documentBaseName>', 'a-white-cat', { documentBaseName: '' }],
    ['<documentBaseName>', 'hidden', { documentBaseName: '.hidden' }],
    ['<slug>', 'image', { slug: '' }],
    ['<slug>', '猫-edit', { slug: '猫-edit' }],
  ] as const satisfies readonly (readonly [string, string, Partial<FileFacts>?])[]) {
    it(`${template}${facts ? ` with ${JSON.stringify(facts)}` : ''} → ${place}`, () => {
      const { folder, name } = fileNameOf(written(template), { ...FACTS, ...facts });
      assert.equal(folder === '' ? name : `${folder}/${name}`, place);
    });
  }

  for (const [template, value] of [
    ['<prompt>-<slug>', '<prompt>'],
    ['<>', '<>'],
    ['../<slug>', '..'],
    ['a/ .. /<slug>', ' .. '],
    ['a\\..\\b', '..'],
    ['<slug>/..', '..'],
    ['/etc/<slug>', '/etc/<slug>'],
    ['\\\\host\\<slug>', '\\\\host\\<slug>'],
  ] as const) {
    it(`${template} is refused`, () => {
      assert.throws(
        () => fileNameOf(written(template), FACTS),
        (error) => {
          assert.ok(error instanceof Failed && error.failure.kind === 'invalid');
          assert.deepEqual(error.failure.invalid, { field: 'setting', name: 'easel.fileName', value: written(value) });
          return true;
        },
      );
    });
  }

  it('whatever it and the document’s name are, no part leads elsewhere', () => {
    const text = fc.string({ unit: 'binary', maxLength: 60 });
    const template = fc.array(
      fc.oneof(text, fc.constantFrom('..', '/', '\\', '.', ...['<slug>', '<documentBaseName>'].map(written))),
    );
    fc.assert(
      fc.property(template, text, (parts, documentBaseName) => {
        try {
          const { folder, name } = fileNameOf(parts.join(''), { ...FACTS, documentBaseName });
          assert.ok(name !== '' && !/[\\/]|^\.|[. ]$/.test(name), name);
          assert.ok(
            folder.split('/').every((part) => part !== '..' && part !== '.' && !part.includes('\\')),
            folder,
          );
          assert.ok(!folder.startsWith('/'));
        } catch (error) {
          assert.ok(error instanceof Failed, String(error));
        }
      }),
      { numRuns: 1000 },
    );
  });
});
