import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Failed } from '../../src/core/failure.ts';
import { createAnswerReader } from '../../src/provider/answers/answerReader.ts';
import { createBase64Decoder } from '../../src/provider/answers/base64.ts';
import { liftImages } from '../../src/provider/answers/lift.ts';

/** Cuts bytes into pieces of the given lengths, again and again. */
async function* pieces(bytes: Uint8Array, lengths: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, n = 0; at < bytes.length; n++) {
    const end = at + (lengths[n % lengths.length] ?? 1);
    yield bytes.subarray(at, end);
    at = end;
  }
}

async function lift(text: string, lengths: readonly number[] = [7]) {
  const { rest, images } = liftImages(pieces(new TextEncoder().encode(text), lengths));
  const left: Uint8Array[] = [];
  for await (const piece of rest) left.push(piece);
  return { rest: Buffer.concat(left).toString(), images };
}

const faultOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return error instanceof Failed ? error.failure : error;
  }
  return 'none';
};

const CUTS = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 });
/** As JSON writers escape what base64 is made of. */
const ESCAPES = [
  (json: string) => json,
  (json: string) => json.replaceAll('/', '\\/'),
  (json: string) => json.replaceAll('+', '\\u002b').replaceAll('=', '\\u003D'),
];

describe('the images of an answer', () => {
  it('come out byte for byte, and leave the rest as it was, wherever the pieces are cut', () => {
    const image = fc.uint8Array({ minLength: 1, maxLength: 60 });
    const answer = fc.array(
      fc.record({ image, before: fc.option(fc.string()), after: fc.option(fc.json()), spaces: fc.constantFrom('', ' ', '\n  ') }),
    );
    return fc.assert(
      fc.asyncProperty(answer, CUTS, fc.constantFrom(...ESCAPES), async (items, lengths, written) => {
        const objects = items.map(({ image: bytes, before, after, spaces }) => {
          const base64 = written(JSON.stringify(Buffer.from(bytes).toString('base64')));
          return `{${spaces}"revised_prompt":${JSON.stringify(before)},"b64_json"${spaces}:${spaces}${base64},"more":${after}}`;
        });
        const { rest, images } = await lift(`{"data":[${objects.join()}],"usage":1}`, lengths);
        const read = JSON.parse(rest);
        assert.equal(read.usage, 1);
        for (const [index, item] of items.entries()) {
          const { b64_json: mark, revised_prompt: before, more } = read.data[index];
          assert.deepEqual(images.take(mark)?.bytes, item.image);
          assert.deepEqual([before, more], [item.before, JSON.parse(item.after ?? 'null')]);
        }
      }),
    );
  });

  it('are found by a reader as soon as their object is whole', async () => {
    const text = '{"created":1,"data":[{"b64_json":"AQID"},{"b64_json":"BAUG","revised_prompt":"b"}],"usage":{}}';
    const reader = createAnswerReader('here', 200);
    const seen: string[] = [];
    let given = 0;
    for await (const piece of pieces(Buffer.from(text), [1])) {
      given += piece.length;
      for (const { b64_json: value } of reader.read(piece)) seen.push(`${value} at ${text.slice(given - 1, given + 1)}`);
    }
    assert.deepEqual(seen, ['AQID at },', 'BAUG at }]']);
    assert.deepEqual(reader.end(), JSON.parse(text));
  });

  for (const tail of ['],"cost":NaN}', ']}trailing', ']}\n\0', ',}']) {
    it(`are read although what follows in the same piece is no JSON: ${JSON.stringify(tail)}`, async () => {
      const { rest, images } = liftImages(pieces(Buffer.from(`{"data":[{"b64_json":"AQID"}${tail}`), [999]));
      const reader = createAnswerReader('here', 200);
      const found: unknown[] = [];
      for await (const piece of rest) {
        for (const { b64_json: mark = '' } of reader.read(piece)) found.push(images.take(mark)?.bytes);
      }
      assert.deepEqual(found, [new Uint8Array([1, 2, 3])]);
      assert.deepEqual(faultOf(reader.end), { kind: 'incomplete' });
    });
  }

  it('are let go where nobody looks for them, however many there are', async () => {
    const { rest, images } = await lift(`{"elsewhere":[${'{"b64_json":"AQID"},'.repeat(6000)}{"b64_json":"BAUG"}]}`, [65_536]);
    const marks = [...rest.matchAll(/!easel:\d+/g)].map(([mark]) => mark);
    assert.equal(marks.length, 6001);
    const held = marks.filter((mark) => images.take(mark));
    assert.deepEqual(held, marks.slice(0, 5000));
  });

  it('come out of base64 that is full of escapes by a write for each piece, not for each escape', async () => {
    const bytes = new Uint8Array(300_000).fill(255);
    let writes = 0;
    const spool = () => ({ write: () => void writes++, finish: async () => undefined, drop: async () => undefined });
    const json = JSON.stringify({ b64_json: Buffer.from(bytes).toString('base64') }).replaceAll('/', '\\/');
    const { rest, images } = liftImages(pieces(Buffer.from(json), [65_536]), spool);
    let text = '';
    for await (const piece of rest) text += Buffer.from(piece).toString();
    assert.deepEqual(images.take(JSON.parse(text).b64_json)?.bytes, bytes);
    assert.ok(writes < 30, `${writes}`);
  });

  for (const [what, text, kind] of [
    ['nothing', '', 'notAnApi'],
    ['a page', '<!doctype html><p>{"data":[]}', 'notAnApi'],
    ['a list', '[{"b64_json":"AQID"}]', 'notAnApi'],
    ['a text', '"data"', 'notAnApi'],
    ['an answer that ends in the middle', '{"data":[{"b64_json":"AQID"}', 'incomplete'],
    ['an answer that ends in an image', '{"data":[{"b64_json":"AQI', 'incomplete'],
    ['an answer with something behind it', '{"data":[]} and more', 'incomplete'],
    ['an answer that breaks its own rules', '{"data":[}', 'incomplete'],
  ] as const) {
    it(`are not read out of ${what}: ${kind}`, async () => {
      const { rest } = liftImages(pieces(Buffer.from(text), [3]));
      const reader = createAnswerReader('here', 200);
      let failure: unknown;
      try {
        for await (const piece of rest) reader.read(piece);
        reader.end();
      } catch (error) {
        failure = error instanceof Failed ? error.failure.kind : error;
      }
      assert.equal(failure, kind);
    });
  }

  it('are what stands as b64_json only: text, names and other properties stay', async () => {
    const text = JSON.stringify({
      prompt: 'a page that says "b64_json": "AQID"',
      b64: 'AQID',
      url: 'data:image/png;base64,AQID',
      list: ['b64_json', 'AQID'],
      b64_json: null,
      deep: { b64_json: '', more: { b64_json: 7 } },
    });
    assert.equal((await lift(text)).rest, text);
  });

  it('are lifted out of events too, whatever quotes stand in the comments between them', async () => {
    const events = ': say "hello\n\nevent: x\ndata: {"b64_json":"AQID","n":1}\n\n: "b64_json\n\ndata: {"b64_json":"BAUG"}\n\n';
    const { rest, images } = await lift(events, [5, 11]);
    const marks = [...rest.matchAll(/"b64_json":"([^"]*)"/g)].map(([, mark = '']) => mark);
    assert.deepEqual(
      marks.map((mark) => images.take(mark)?.bytes),
      [new Uint8Array([1, 2, 3]), new Uint8Array([4, 5, 6])],
    );
    assert.equal(rest.replace(/!easel:\d+/g, '…'), events.replace(/AQID|BAUG/g, '…'));
  });

  it('are let go once a later one is taken, and are no marks that a server makes up', async () => {
    const { rest, images } = await lift('{"data":[{"b64_json":"AQID"},{"b64_json":"BAUG"},{"b64_json":"B*UG"}]}');
    const [first, second, broken] = JSON.parse(rest).data.map((item: { b64_json: string }) => item.b64_json);
    assert.deepEqual(images.take(second)?.bytes, new Uint8Array([4, 5, 6]));
    assert.deepEqual(
      [images.take(first), images.take(second), images.take('!easel:99'), images.take('AQID')],
      Array(4).fill(undefined),
    );
    assert.deepEqual(
      faultOf(() => images.take(broken)),
      { kind: 'badImage', reason: 'damaged' },
    );
  });

  it('are on disk as they come, and dropped where nobody takes them', async () => {
    const files: { bytes: number[]; dropped: boolean }[] = [];
    const spool = () => {
      const file = { bytes: [] as number[], dropped: false };
      files.push(file);
      return {
        write: (piece: Uint8Array) => void file.bytes.push(...piece),
        finish: async () => undefined,
        async drop() {
          file.dropped = true;
        },
      };
    };
    const text = '[{"b64_json":"AQID"},{"b64_json":"B*UG"},{"b64_json":"BAUG"},{"b64_json":"BwgJ"},{"b64_json":"CgsMDQ4';
    const { rest, images } = liftImages(pieces(Buffer.from(text), [9]), spool);
    const taken: unknown[] = [];
    for await (const piece of rest) {
      for (const [mark] of Buffer.from(piece)
        .toString()
        .matchAll(/!easel:[13]/g))
        taken.push(images.take(mark)?.bytes);
    }
    assert.deepEqual(taken, [new Uint8Array([1, 2, 3]), new Uint8Array([4, 5, 6])]);
    const [first, broken, third, unasked, cut] = files;
    assert.deepEqual([first?.bytes, first?.dropped], [[1, 2, 3], false]);
    assert.deepEqual([third?.bytes, third?.dropped], [[4, 5, 6], false]);
    assert.deepEqual(
      [broken, unasked, cut].map((file) => file?.dropped),
      [true, true, true],
    );
    assert.deepEqual(cut?.bytes, [10, 11, 12]);
  });

  it('have a file each, but not when they come by the thousand', async () => {
    let open = 0;
    const spool = () => {
      open++;
      return { write: () => undefined, finish: async () => undefined, drop: async () => undefined };
    };
    const text = JSON.stringify(Array.from({ length: 1000 }, () => ({ b64_json: 'AQID' })));
    const { rest, images } = liftImages(pieces(Buffer.from(text), [100]), spool);
    const bytes: unknown[] = [];
    for await (const piece of rest) {
      const marks = Buffer.from(piece)
        .toString()
        .matchAll(/!easel:\d+/g);
      for (const [mark] of marks) bytes.push(images.take(mark)?.bytes);
    }
    assert.deepEqual(bytes, Array(1000).fill(new Uint8Array([1, 2, 3])));
    assert.equal(open, 10);
  });

  it('come out of an answer that nests without end, without a stack', async () => {
    const { rest } = await lift(`{"data":${'['.repeat(200_000)}`, [65_536]);
    assert.equal(rest.length, 200_008);
    const reader = createAnswerReader('here', 200);
    assert.deepEqual(reader.read(Buffer.from(rest)), []);
    assert.deepEqual(faultOf(reader.end), { kind: 'incomplete' });
  });
});

describe('base64 in pieces', () => {
  it('is what it is in one, with line breaks and as a data URL too', () =>
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 100 }),
        CUTS,
        fc.constantFrom('', 'data:image/png;base64,', 'data:;base64,'),
        fc.constantFrom('', '\n', ' \r\n'),
        (bytes, lengths, head, space) => {
          const text =
            head +
            Buffer.from(bytes)
              .toString('base64')
              .replace(/.{1,9}/g, `$&${space}`);
          const decoder = createBase64Decoder();
          for (let at = 0, n = 0; at < text.length; n++) {
            const length = lengths[n % lengths.length] ?? 1;
            decoder.write(text.slice(at, at + length));
            at += length;
          }
          assert.deepEqual(decoder.end(), bytes);
        },
      ),
    ));

  for (const [what, text, reason] of [
    ['what is no letter of it', 'AQ*D', 'damaged'],
    ['two behind one another', 'AQ==AQ==', 'damaged'],
    ['words', 'no picture, today', 'damaged'],
    ['a data URL without its comma', 'data:image/png;base64', 'damaged'],
    ['a data URL of text', 'data:text/plain,hello', 'notAnImage'],
    ['a data URL whose head does not end', `data:${'x'.repeat(300)},AQID`, 'notAnImage'],
  ] as const) {
    it(`refuses ${what}, wherever it is cut`, () => {
      for (let at = 0; at <= text.length; at++) {
        const decoder = createBase64Decoder();
        decoder.write(text.slice(0, at));
        decoder.write(text.slice(at));
        assert.deepEqual(faultOf(decoder.end), { kind: 'badImage', reason }, `cut at ${at}`);
      }
    });
  }

  it('refuses more than an image may have, without holding it', () => {
    const decoder = createBase64Decoder();
    const piece = 'AAAA'.repeat(1024 * 1024);
    for (let n = 0; n < 18; n++) decoder.write(piece);
    assert.deepEqual(faultOf(decoder.end), { kind: 'badImage', reason: 'tooManyBytes' });
  });
});
