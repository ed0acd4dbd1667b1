import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Provenance, readSidecar, sidecarName, toSidecar } from '../../src/core/provenance.ts';
import { readXmp, toXmp } from '../../src/core/provenanceXmp.ts';
import { full } from './provenanceSamples.ts';

const { revisedPrompt, writer, ...plain } = full;
const sample = JSON.parse(toSidecar(full));

function packet(attributes: string, content: string): string {
  return `<x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:Description r:about="" xmlns:ext="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" ${attributes}>${content}</r:Description></r:RDF></x:xmpmeta>`;
}

describe('a sidecar', () => {
  it('lies beside its image', () => assert.equal(sidecarName('hero.png'), 'hero.png.json'));

  for (const [what, record] of [
    ['everything', full],
    ['only what is always known', plain],
    ['an edit', { ...plain, made: 'edited' }],
  ] satisfies readonly (readonly [string, Provenance])[]) {
    it(`is read as it was written, with ${what}`, () => assert.deepEqual(readSidecar(toSidecar(record)), record));
  }

  it('can be read by a person and by a program', () => {
    assert.match(toSidecar(full), /^\{\n {2}"version": 1,\n/);
    assert.equal(sample.at, '2026-11-23T17:05:52.123Z');
    assert.equal(sample.prompt, full.prompt);
  });

  for (const [what, text] of [
    ['nothing', ''],
    ['text', 'hello'],
    ['half of one', toSidecar(full).slice(0, 200)],
    ['JSON of something else', '{"name":"hero","version":1}'],
    ['another version', JSON.stringify({ ...sample, version: 2 })],
    ['no prompt', JSON.stringify({ ...sample, prompt: undefined })],
    ['a prompt that is no text', JSON.stringify({ ...sample, prompt: 4 })],
    ['no date', JSON.stringify({ ...sample, at: 'yesterday' })],
    ['options of something else', JSON.stringify({ ...sample, options: [] })],
  ] as const) {
    it(`is none where the file holds ${what}`, () => assert.equal(readSidecar(text), undefined));
  }
});

describe('provenance as XMP', () => {
  for (const [what, record] of [
    ['everything', full],
    ['only what is always known', plain],
    ['an edit', { ...plain, made: 'edited' }],
    ['a server of the house', { ...plain, server: 'http://127.0.0.1:8080' }],
  ] satisfies readonly (readonly [string, Provenance])[]) {
    it(`is read as it was written, with ${what}`, () => assert.deepEqual(readXmp(toXmp(record)), record));
  }

  it('names a prompt writer only where one is given', () => {
    assert.match(toXmp(full), /<Iptc4xmpExt:AIPromptWriterName>Ada &amp; Grace</);
    assert.doesNotMatch(toXmp(plain), /AIPromptWriterName/);
  });

  it('leaves out what XML cannot hold, and keeps every letter', () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
        fc.constantFrom('\0', '\r', '\x1b', '\uFFFF', '\uD800', '&', '<', ']]>'),
      ),
    });
    fc.assert(
      fc.property(text, (random) => {
        const kept = `x${random.replace(/\r\n?/g, '\n').replace(/[^\t\n\P{Cc}]|[\p{Surrogate}\uFFFE\uFFFF]/gu, '')}`;
        assert.equal(readXmp(toXmp({ ...plain, prompt: `x${random}` }))?.prompt, kept);
      }),
    );
  });

  for (const [what, xmp, expected] of [
    [
      'attributes',
      packet('ext:AIPromptInformation="a &amp; b" ext:AISystemUsed="Other"', ''),
      { prompt: 'a & b', model: 'Other' },
    ],
    ['elements', packet('', '<ext:AIPromptInformation>a<![CDATA[<b>]]></ext:AIPromptInformation>'), { prompt: 'a<b>' }],
    [
      'alternatives in languages',
      packet(
        '',
        '<ext:AIPromptInformation><r:Alt><r:li xml:lang="x-default">a cat</r:li><r:li xml:lang="de">eine</r:li></r:Alt></ext:AIPromptInformation>',
      ),
      { prompt: 'a cat' },
    ],
    ['a writer', packet('ext:AIPromptInformation="a" ext:AIPromptWriterName="Ada"', ''), { prompt: 'a', writer: 'Ada' }],
    ['zeros after its end', `${packet('ext:AIPromptInformation="a"', '')}\0\0`, { prompt: 'a' }],
    [
      'a record that is none',
      packet('xmlns:e="urn:easel:provenance:1/" ext:AIPromptInformation="a" e:Record="{}"', ''),
      { prompt: 'a' },
    ],
  ] as const) {
    it(`by another program is read, with ${what}`, () => assert.deepEqual(readXmp(xmp), expected));
  }

  for (const [what, xmp] of [
    ['nothing', ''],
    ['no prompt', packet('ext:AISystemUsed="Other"', '')],
    ['a prompt of another namespace', packet('xmlns:o="urn:o/" o:AIPromptInformation="a"', '')],
    ['a prompt in a comment', packet('', '<!-- <ext:AIPromptInformation>a</ext:AIPromptInformation> -->')],
    ['half of it', toXmp(full).slice(0, 900)],
    ['a declared entity', `<!DOCTYPE x [<!ENTITY a "b">]>${packet('ext:AIPromptInformation="&a;"', '')}`],
    ['100 000 levels', '<a>'.repeat(100_000)],
    ['100 000 levels that end', packet('', `${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}`)],
  ] as const) {
    it(`says nothing where it has ${what}`, () => assert.equal(readXmp(xmp), undefined));
  }

  // Each of them once took minutes.
  const names = Array.from({ length: 8000 }, (_, index) => `xmlns:a${index}="b"`).join(' ');
  for (const [what, xmp] of [
    ['thousands of namespaces and properties', packet(names, '<a xmlns:b="c"/>'.repeat(20_000))],
    ['zeros that are not at its end', `${'\0'.repeat(300_000)}a`],
  ] as const) {
    it(`is read in a moment where it has ${what}`, () => {
      const before = process.cpuUsage();
      assert.equal(readXmp(xmp), undefined);
      assert.ok(process.cpuUsage(before).user < 2_000_000);
    }).timeout(60_000);
  }
});
