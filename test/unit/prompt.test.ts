import assert from 'node:assert/strict';
import { altText, firstWords, readPrompt, reviewReason } from '../../src/core/prompt.ts';

describe('a selection becomes a prompt', () => {
  const rows: [languageId: string, selection: string, prompt: string][] = [
    ['markdown', '- [ ] **a white cat**', 'a white cat'],
    ['markdown', '- [x] a cat', 'a cat'],
    ['markdown', '- [ ] ', ''],
    ['markdown', '- ', ''],
    ['markdown', '1. ', ''],
    ['markdown', '---', ''],
    ['markdown', '3.14', '3.14'],
    ['markdown', '* one\n+ two\n  three', 'one\ntwo three'],
    ['markdown', '1) one\n2. two', 'one\ntwo'],
    ['markdown', '## A cat ##\n\nsome *text* here\nwrapped', 'A cat\n\nsome *text* here wrapped'],
    ['markdown', '> a\n> b\n>\n> - c', 'a b\n\nc'],
    ['markdown', '![a cat]()', 'a cat'],
    ['markdown', '- ![a \\[big\\] cat](x.png)', 'a [big] cat'],
    ['markdown', '<!-- image: a cat -->', 'a cat'],
    ['markdown', '![]()', ''],
    ['markdown', '**a** and **b**', '**a** and **b**'],
    ['markdown', '#hashtag cat', '#hashtag cat'],
    ['markdown', 'cat #5 - well-known, 5. of them > 3', 'cat #5 - well-known, 5. of them > 3'],
    ['markdown', '-5 degrees', '-5 degrees'],
    ['markdown', '```text\na cat\n```', 'a cat'],
    ['markdown', 'a\n\n---\n\nb', 'a\n\nb'],
    ['markdown', '白い猫が\n屋根の上に', '白い猫が屋根の上に'],
    ['markdown', '   \n\n ', ''],
    ['html', '<!-- generate: a\n  cat -->', 'a cat'],
    ['html', '<img alt="a &amp; b" class="x">', 'a & b'],
    ['html', "<img class='x' alt='a cat'/>", 'a cat'],
    ['css', '/* Image: a cat */', 'a cat'],
    ['javascript', '// a white cat\r\n// on a roof\r\n//\r\n// far away', 'a white cat on a roof\n\nfar away'],
    ['javascript', '/**\n * A cat\n * on a roof\n *\n * far\n */', 'A cat on a roof\n\nfar'],
    ['javascript', 'a cat */', 'a cat'],
    ['javascript', '/// a cat', 'a cat'],
    ['javascript', '"a \\"big\\" cat"', 'a "big" cat'],
    ['typescriptreact', '{/* picture: a cat */}', 'a cat'],
    ['python', '"""A cat.\n\nMore."""', 'A cat.\n\nMore.'],
    ['python', '# a\n# b # c', 'a b # c'],
    ['sql', '-- a well-known cat -- red', 'a well-known cat -- red'],
    ['clojure', ';; a cat; a dog', 'a cat; a dog'],
    ['latex', '% a cat, 5\\% big', 'a cat, 5\\% big'],
    ['lua', '--[[ a cat ]]', 'a cat'],
    ['bat', 'REM a cat', 'a cat'],
    ['bat', 'REMARKABLE cat', 'REMARKABLE cat'],
    ['plaintext', '# not a heading here', '# not a heading here'],
    ['plaintext', '“a cat”', 'a cat'],
    ['plaintext', '"a" and "b"', '"a" and "b"'],
    ['plaintext', "it's a cat", "it's a cat"],
    ['plaintext', '`a cat`', 'a cat'],
    ['plaintext', 'Subject: a cat\nStyle: ink', 'Subject: a cat\nStyle: ink'],
    ['nobody knows it', '# a cat\n# on a roof', 'a cat on a roof'],
  ];
  for (const [languageId, selection, prompt] of rows) {
    it(`${languageId}: ${JSON.stringify(selection)}`, () => assert.equal(readPrompt(selection, languageId), prompt));
  }
});

describe('a prompt is shown for review', () => {
  const some = { wholeDocument: false, characters: 10, lines: 1 };
  const rows: [prompt: string, facts: Partial<typeof some>, reason: ReturnType<typeof reviewReason>][] = [
    ['a cat', {}, undefined],
    ['a cat', { characters: 1000, lines: 20 }, undefined],
    ['a cat', { characters: 1001 }, 'long'],
    ['a cat', { lines: 21 }, 'long'],
    ['a cat', { wholeDocument: true }, 'wholeDocument'],
    ['', {}, 'short'],
    ['a 1!', {}, 'short'],
    ['🐱🐱🐱🐱', {}, 'short'],
    ['猫', {}, undefined],
    ['ねこ', {}, undefined],
    ['a person who forgot the password', {}, undefined],
    ['the secret: a door; a token of love; the key to the city', {}, undefined],
    ['a-white-siamese-cat-sitting-on-a-roof-at-8-in-the-morning', {}, undefined],
    ['password: swordfish', {}, 'secret'],
    ['OPENAI_API_KEY=abcd', {}, 'secret'],
    ['api_key: "ab12cd34"', {}, 'secret'],
    ['use sk-proj-abcdefghijklmnop1234', {}, 'secret'],
    ['ghp_abcdefghijklmnopqrstuvwxyz0123456789', {}, 'secret'],
    ['AKIAIOSFODNN7EXAMPLE', {}, 'secret'],
    ['-----BEGIN RSA PRIVATE KEY-----', {}, 'secret'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIx.c2ln', {}, 'secret'],
    ['https://user:hunter2@example.com/', {}, 'secret'],
    ['a cat Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MEFCQ0RFRg on it', { wholeDocument: true }, 'secret'],
  ];
  for (const [prompt, facts, reason] of rows) {
    it(`${JSON.stringify(prompt)} ${JSON.stringify(facts)}: ${reason ?? 'no'}`, () =>
      assert.equal(reviewReason(prompt, { ...some, ...facts }), reason));
  }
});

describe('a prompt is told in one line', () => {
  it('as alt text: its first sentence, or words of a long one', () => {
    assert.equal(altText('A cat.\n\nIt sits.'), 'A cat.');
    assert.equal(altText('A portrait by J. Doe, 3.5 mm lens. Soft light.'), 'A portrait by J. Doe, 3.5 mm lens.');
    assert.equal(altText('一只猫。它在睡觉。'), '一只猫。');
    assert.equal(altText(`A white cat sits. ${'It sits. '.repeat(30)}`), 'A white cat sits.');
    const cut = altText('purring '.repeat(50));
    assert.match(cut, /^(?:purring )+purring…$/);
    assert.ok(cut.length <= 125 && cut.length > 100);
  });
  it('by its first words, never cutting a character', () => {
    assert.equal(firstWords('A white siamese cat sitting on a very high roof'), 'A white siamese cat sitting on a very…');
    assert.equal(firstWords('a cat'), 'a cat');
    assert.equal(firstWords('👩‍👩‍👧'.repeat(10), 20), `${'👩‍👩‍👧'.repeat(2)}…`);
    assert.equal(firstWords('猫'.repeat(60), 10), `${'猫'.repeat(9)}…`);
  });
});
