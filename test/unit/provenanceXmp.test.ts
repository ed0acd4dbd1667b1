import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { addXmp, readEmbeddedXmp } from '../../src/core/formats/xmp.ts';
import { type Bytes, inspectImage } from '../../src/core/image.ts';
import { toSidecar } from '../../src/core/provenance.ts';
import { attachProvenance, findProvenance } from '../../src/core/provenanceFile.ts';
import { toXmp } from '../../src/core/provenanceXmp.ts';
import { fixture } from '../support/fixtures.ts';
import { engine, file, noise } from '../support/rasterStage.ts';
import { decoded, encodings, full, readByExifTool } from './provenanceSamples.ts';

const xmp = toXmp(full);
const other =
  '<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Adobe XMP Core"><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></x:xmpmeta>';
const base = engine(noise(31, 21));

describe('XMP in a picture', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'easel-xmp-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const [what, make] of Object.entries(encodings)) {
    it(`is added to ${what} without touching a pixel, and ExifTool reads it`, async () => {
      const picture = await make(31, 21, 1);
      const result = added(picture, xmp);
      assert.equal(readEmbeddedXmp(picture), undefined);
      assert.equal(readEmbeddedXmp(result), xmp);
      assert.deepEqual(inspectImage(result), inspectImage(picture));
      assert.deepEqual(await decoded(result), await decoded(picture));
      const name = path.join(folder, 'picture');
      await writeFile(name, result);
      const tags = await readByExifTool(name);
      assert.deepEqual(
        ['DigitalSourceType', 'AISystemUsed', 'AISystemVersionUsed', 'AIPromptInformation', 'AIPromptWriterName'].map(
          (tag) => tags[`XMP-iptcExt:${tag}`],
        ),
        [
          'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia',
          'gpt-image-2 via api.openai.com',
          'gpt-image-2',
          full.prompt,
          'Ada & Grace',
        ],
      );
      assert.equal(tags['XMP-xmp:CreatorTool'], 'Easel 0.3.0');
      await writeFile(name, picture);
      // What it has to say of some files was so before.
      assert.deepEqual(faultsIn(tags), faultsIn(await readByExifTool(name)));
    });

    it(`of Easel's own in ${what} is replaced, not repeated`, async () => {
      const picture = await make(31, 21, 1);
      const edited = toXmp({ ...full, made: 'edited', prompt: 'odd' });
      const twice = added(added(picture, edited), xmp);
      assert.deepEqual(Buffer.from(twice), Buffer.from(added(picture, xmp)));
      assert.equal(count(twice, 'W5M0MpCehiHzreSzNTczkc9d'), 1);
    });
  }

  it('goes in and comes out whatever the prompt and the picture are', async () => {
    const names = fc.constantFrom(...Object.keys(encodings));
    const side = fc.integer({ min: 16, max: 40 });
    const prompt = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(names, side, side, fc.integer({ min: 1, max: 99 }), prompt, async (name, width, height, seed, text) => {
        const picture = await (encodings[name] ?? assert.fail(name))(width, height, seed);
        const packet = toXmp({ ...full, prompt: text });
        const result = added(picture, packet);
        assert.equal(readEmbeddedXmp(result), packet);
        assert.deepEqual(inspectImage(result), inspectImage(picture));
        assert.deepEqual(await decoded(result), await decoded(picture));
      }),
      { numRuns: 150 },
    );
  }).timeout(60_000);

  it('stands beside the texts that a PNG has, before its data', async () => {
    const picture = withChunk(await file(base.png()), 'tEXt', 'Comment\0made by hand');
    const result = added(withChunk(picture, 'iTXt', 'Title\0\0\0de\0Titel\0Katze'), xmp);
    const text = Buffer.from(result).toString('latin1');
    assert.ok(text.includes('made by hand') && text.includes('Katze'));
    assert.ok(text.indexOf('XML:com.adobe.xmp') < text.indexOf('IDAT'));
    assert.equal(readEmbeddedXmp(result), xmp);
  });

  it('stands behind JFIF and Exif in a JPEG', async () => {
    const picture = await file(base.clone().removeAlpha().withMetadata({ orientation: 6 }).jpeg());
    const text = Buffer.from(added(picture, xmp)).toString('latin1');
    assert.ok(text.indexOf('Exif\0') < text.indexOf('http://ns.adobe.com/xap'));
  });

  it('is announced in the header of a WebP, beside what was announced before', async () => {
    for (const [name, flags] of [
      ['lossy WebP', 0x04],
      ['lossless WebP with alpha', 0x14],
      ['lossy WebP with alpha', 0x14],
      ['WebP with Exif and a profile', 0x2c],
      ['animated WebP', 0x16],
    ] as const) {
      const result = added(await (encodings[name] ?? assert.fail(name))(31, 21, 1), xmp);
      assert.equal(Buffer.from(result.slice(12, 16)).toString(), 'VP8X');
      assert.equal(result[20], flags, name);
    }
  });

  it('leaves what follows after the end of a file where it is', async () => {
    for (const make of Object.values(encodings)) {
      const result = added(Uint8Array.from([...(await make(31, 21, 1)), 1, 2, 3, 4]), xmp);
      assert.deepEqual([...result.slice(-4)], [1, 2, 3, 4]);
      assert.equal(readEmbeddedXmp(result), xmp);
    }
  });

  it('by another program is left alone, and read', async () => {
    const compressed = withChunk(await file(base.png()), 'iTXt', 'XML:com.adobe.xmp\0\x01\0\0\0zzz');
    const extended = withSegment(await file(base.clone().removeAlpha().jpeg()), 'http://ns.adobe.com/xmp/extension/\0abc');
    const libvips = await file(base.clone().png().withXmp(other));
    for (const picture of [compressed, extended, libvips]) {
      assert.equal(addXmp(picture, xmp), 'otherXmp');
      assert.equal(readEmbeddedXmp(picture), undefined);
    }
    const plain = withChunk(await file(base.png()), 'iTXt', `XML:com.adobe.xmp\0\0\0\0\0${other}`);
    const jpeg = await file(base.clone().removeAlpha().jpeg().withXmp(other));
    const webp = await file(base.clone().webp().withXmp(other));
    for (const bytes of [plain, jpeg, webp]) {
      assert.equal(addXmp(bytes, xmp), 'otherXmp');
      assert.match(readEmbeddedXmp(bytes) ?? '', /Adobe XMP Core/);
    }
  });

  it('is never added to a file with C2PA credentials, which gets a sidecar', async () => {
    const webp = await file(base.clone().removeAlpha().webp());
    const signedWebp = Uint8Array.from([...webp, ...Buffer.from('C2PA\x02\0\0\0ab', 'latin1')]);
    new DataView(signedWebp.buffer).setUint32(4, signedWebp.length - 8, true);
    const jpeg = await file(base.clone().removeAlpha().jpeg());
    const signedJpeg = Uint8Array.from([
      ...jpeg.slice(0, 2),
      ...Buffer.from('\xff\xeb\x00\x14JP\x00\x01\x00\x00\x00\x01\x00\x00\x00\x20jumb..', 'latin1'),
      ...jpeg.slice(2),
    ]);
    for (const picture of [withChunk(await file(base.png()), 'caBX', 'jumb'), signedJpeg, signedWebp]) {
      assert.equal(addXmp(picture, xmp), 'credentials');
      const attached = attachProvenance('xmp', picture, full);
      assert.equal(attached.bytes, picture);
      assert.deepEqual([attached.why, attached.sidecar], ['credentials', toSidecar(full)]);
      assert.deepEqual(findProvenance(picture, attached.sidecar), full);
    }
  });

  it('is not cut short where a JPEG cannot hold it', async () => {
    const jpeg = await file(base.clone().removeAlpha().jpeg());
    assert.ok(addXmp(jpeg, 'x'.repeat(65_502)) instanceof Uint8Array);
    assert.equal(addXmp(jpeg, 'x'.repeat(65_503)), undefined);
    assert.equal(addXmp(jpeg, '猫'.repeat(30_000)), undefined, 'bytes count, not characters');
    assert.equal(attachProvenance('xmp', jpeg, { ...full, prompt: 'x'.repeat(70_000) }).why, 'format');
    assert.equal(
      findProvenance(added(await file(base.png()), toXmp({ ...full, prompt: 'x'.repeat(70_000) })))?.prompt.length,
      70_000,
    );
  });

  it('is not added to a JPEG of several pictures, which are found by their distance', async () => {
    const jpeg = await file(base.clone().removeAlpha().jpeg());
    assert.ok(addXmp(withSegment(jpeg, 'ICC_PROFILE\0', 0xe2), xmp) instanceof Uint8Array);
    assert.equal(addXmp(withSegment(jpeg, 'MPF\0MM\0*', 0xe2), xmp), undefined);
  });

  it('is added to nothing else', () => {
    for (const bytes of [
      fixture('animated.gif'),
      fixture('xcsn0g01.png'),
      fixture('opaque.jpg').slice(0, -9),
      new Uint8Array(0),
    ]) {
      assert.equal(addXmp(bytes, xmp), undefined);
    }
    assert.equal(attachProvenance('xmp', fixture('animated.gif'), full).why, 'format');
  });

  it('is written only where the user wants it', () => {
    const picture = fixture('alpha.png');
    assert.deepEqual(attachProvenance('none', picture, full), { bytes: picture });
    assert.deepEqual(attachProvenance('sidecar', picture, full), { bytes: picture, sidecar: toSidecar(full) });
    const { bytes, ...rest } = attachProvenance('xmp', picture, full);
    assert.deepEqual(rest, {});
    assert.deepEqual(findProvenance(bytes), full);
    assert.equal(findProvenance(picture), undefined);
  });

  it('breaks no reading and no writing where bytes are cut or wrong', async () => {
    for (const name of ['grey PNG', 'JPEG with Exif and a profile', 'lossy WebP with alpha', 'animated WebP']) {
      const whole = added(await (encodings[name] ?? assert.fail(name))(16, 17, 1), xmp);
      for (let at = 0; at < whole.length; at += 1) {
        readEmbeddedXmp(whole.slice(0, at));
        if (at % 7 === 0) addXmp(whole.slice(0, at), xmp);
        const changed = whole.slice();
        changed[at] = (changed[at] ?? 0) ^ 0xff;
        readEmbeddedXmp(changed);
        if (at % 7 === 0) addXmp(changed, xmp);
      }
    }
  }).timeout(60_000);

  it('any bytes behind any magic number are read', () => {
    const magic = fc.constantFrom(
      '\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01',
      '\xff\xd8\xff\xe1',
      'RIFF\xff\0\0\0WEBPVP8X',
    );
    fc.assert(
      fc.property(magic, fc.uint8Array({ maxLength: 400 }), (start, random) => {
        const bytes = Uint8Array.from([...Buffer.from(start, 'latin1'), ...random]);
        readEmbeddedXmp(bytes);
        addXmp(bytes, xmp);
      }),
      { numRuns: 2000 },
    );
  });
}).timeout(30_000);

function added(picture: Bytes, packet: string): Bytes {
  const result = addXmp(picture, packet);
  assert.ok(result instanceof Uint8Array, String(result));
  return result;
}

function faultsIn(tags: Record<string, unknown>): unknown {
  return Object.entries(tags).filter(([name]) => /:(Warning|Error|Validate)$/.test(name));
}

function count(bytes: Bytes, text: string): number {
  return Buffer.from(bytes).toString('latin1').split(text).length - 1;
}

/** A PNG with another chunk behind its header. */
function withChunk(png: Bytes, type: string, data: string): Bytes {
  const body = Buffer.from(type + data, 'latin1');
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return new Uint8Array(Buffer.concat([png.slice(0, 33), ends.subarray(0, 4), body, ends.subarray(4), png.slice(33)]));
}

/** A JPEG with a segment more, an APP1 where nothing else is said. */
function withSegment(jpeg: Bytes, data: string, marker = 0xe1): Bytes {
  const start = Buffer.from([0xff, marker, 0, data.length + 2]);
  return new Uint8Array(Buffer.concat([jpeg.slice(0, 2), start, Buffer.from(data, 'latin1'), jpeg.slice(2)]));
}
