import assert from 'node:assert/strict';
import { languageIdOf, unclaimedPatterns } from '../../src/core/documentLanguage.ts';
import { findLanguage } from '../../src/core/syntax.ts';

describe('the language of a document', () => {
  for (const [why, said, path, languageId] of [
    ['is what VS Code says', 'markdown', '/w/a.vue', 'markdown'],
    ['is what a file is, where VS Code has no extension for it', 'plaintext', '/w/App.vue', 'vue'],
    ['does not depend on the case of its name', 'plaintext', '/w/DOC.MDX', 'mdx'],
    ['is what its last extension says', 'plaintext', '/w/a.vue.adoc', 'asciidoc'],
    ['is plain text for a text', 'plaintext', '/w/a.txt', 'plaintext'],
    ['is plain text without an extension', 'plaintext', '/w.vue/LICENSE', 'plaintext'],
    ['is plain text for an untitled one', 'plaintext', 'Untitled-1', 'plaintext'],
  ] as const) {
    it(`${why}: ${path}`, () => assert.equal(languageIdOf(said, path), languageId));
  }

  it('is one whose rules are known, for each of the patterns', () => {
    const patterns = unclaimedPatterns(['vue', 'asciidoc', 'markdown']);
    assert.deepEqual(patterns, ['**/*.vue', '**/*.adoc', '**/*.asciidoc', '**/*.asc']);
    for (const end of 'mdx qmd vue svelte astro njk twig pcss adoc typ rst tex toml kt ex elm hs zig nix tf styl sass'.split(
      ' ',
    )) {
      assert.ok(findLanguage(languageIdOf('plaintext', `a.${end}`)), end);
      assert.notEqual(languageIdOf('plaintext', `a.${end}`), 'plaintext', end);
    }
  });
});
