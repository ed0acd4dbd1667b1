import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Box, boxOf, isWithin } from '../../src/core/box.ts';
import { type FittedFrame, frameOf } from '../../src/core/frame.ts';
import { type Model, modelOf } from '../../src/core/models.ts';
import { formatSize, isAllowed, parseSize, pixelsOf, type Size } from '../../src/core/size.ts';

const NAMES = [
  'gpt-image-2.6-flare',
  'gpt-image-2.5-sunburst',
  'gpt-image-2',
  'gpt-image-1.5',
  'gpt-image-1-mini',
  'chatgpt-image-latest',
  'gpt-image-1',
  'dall-e-3',
  'dall-e-2',
  'placeholder',
  'a-model-of-tomorrow',
];

/** Written `1536x1024`, or a box as `64,0 976x672`. */
function box(text: string): Box {
  const [corner = '', size = ''] = text.includes(' ') ? text.split(' ') : ['0,0', text];
  const [x = 0, y = 0] = corner.split(',').map(Number);
  return { x, y, ...(parseSize(size) ?? { width: 0, height: 0 }) };
}

function write({ x, y, width, height }: Box): string {
  return x === 0 && y === 0 ? `${width}x${height}` : `${x},${y} ${width}x${height}`;
}

function ask(
  name: string,
  picture: string,
  { bounds = '', canvas = picture, region = 'auto' as 'auto' | 'whole' } = {},
): FittedFrame {
  return frameOf({
    picture: box(picture),
    canvas: box(canvas),
    ...(bounds && { bounds: box(bounds) }),
    region,
    model: modelOf(name),
    square: name === 'dall-e-2',
  });
}

describe('the frame of a picture', () => {
  // Model, picture, the box, what is sent of it, what is asked for.
  const wholes = [
    ['gpt-image-2', '1024x1024', '1024x1024', '1024x1024', '1024x1024'],
    ['gpt-image-2', '1x1', '1x1', '1x1', '816x816'],
    ['gpt-image-2', '1600x1067', '1600x1067', '1600x1067', '1632x1088'],
    ['gpt-image-2', '4000x3000', '4000x3000', '3264x2448', '3264x2448'],
    ['gpt-image-2', '8000x100', '0,-1283 8000x2667', '3840x1280', '3840x1280'],
    ['gpt-image-1', '1920x1080', '0,-100 1920x1280', '1536x1024', '1536x1024'],
    ['gpt-image-1', '300x200', '300x200', '300x200', '1536x1024'],
    ['gpt-image-1', '5000x5000', '5000x5000', '1024x1024', '1024x1024'],
    ['dall-e-2', '800x600', '0,-100 800x800', '800x800', '1024x1024'],
    ['dall-e-2', '200x199', '200x200', '200x200', '256x256'],
    ['unknown', '800x600', '800x600', '800x600', '1024x768'],
    ['unknown', '512x512', '512x512', '512x512', '512x512'],
  ] as const;
  for (const [model, picture, expected, sent, size] of wholes) {
    it(`is ${expected}, sent as ${sent}, when ${model} gets all of ${picture}`, () => {
      const { frame, size: asked } = ask(model, picture);
      assert.deepEqual([write(frame.box), formatSize(frame.sent), formatSize(asked)], [expected, sent, size]);
      assert.equal(frame.isRegion, false);
    });
  }

  const regions = [
    ['gpt-image-2', '2880x1800', '1400,900 200x60', '1012,594 976x672', '976x672'],
    ['gpt-image-2', '2880x1800', '0,0 200x60', '1056x624', '1056x624'],
    ['gpt-image-2', '2880x1800', '2700,1700 180x100', '1936,1096 944x704', '944x704'],
    ['gpt-image-1', '4000x3000', '1000,1000 300x500', '638,738 1024x1024', '1024x1024'],
    ['gpt-image-1', '4000x3000', '2000,1000 1000x1000', '1872,872 1256x1256', '1024x1024'],
    ['dall-e-2', '2000x2000', '100,100 50x50', '512x512', '512x512'],
    ['unknown', '3000x2000', '2000,1500 400x300', '1848,1362 704x576', '704x576'],
  ] as const;
  for (const [model, picture, bounds, expected, sent] of regions) {
    it(`is the region ${expected}, sent as ${sent}, when ${bounds} of ${picture} is painted for ${model}`, () => {
      const { frame, size } = ask(model, picture, { bounds });
      assert.deepEqual([write(frame.box), formatSize(frame.sent), formatSize(size)], [expected, sent, sent]);
      assert.equal(frame.isRegion, true);
    });
  }

  const notRegions: readonly (readonly [string, FittedFrame])[] = [
    ['the user wants all to be sent', ask('gpt-image-2', '2880x1800', { bounds: '9,9 9x9', region: 'whole' })],
    ['nothing is painted', ask('gpt-image-2', '2880x1800')],
    ['the picture is extended', ask('gpt-image-2', '2880x1800', { bounds: '9,9 9x9', canvas: '-100,0 2980x1800' })],
    ['half of the picture would be sent', ask('gpt-image-2', '1280x1000', { bounds: '9,9 9x9' })],
    ['the picture is too narrow for the model', ask('gpt-image-1', '900x9000', { bounds: '9,9 9x9' })],
    ['nearly all is painted', ask('gpt-image-2', '3000x2000', { bounds: '9,9 2900x1900' })],
  ];
  for (const [when, { frame }] of notRegions) {
    it(`is the whole when ${when}`, () => {
      assert.equal(frame.isRegion, false);
      assert.ok(isWithin(frame.canvas, frame.box));
    });
  }

  it('is legal, whole and never stretched, for every picture and model', () => {
    fc.assert(
      fc.property(
        pictures,
        fc.constantFrom(...NAMES),
        fc.boolean(),
        fc.array(fc.nat(900), { minLength: 4, maxLength: 4 }),
        (picture, name, square, [left = 0, top = 0, right = 0, bottom = 0]) => {
          const model = modelOf(name);
          const canvas = { x: -left, y: -top, width: picture.width + left + right, height: picture.height + top + bottom };
          const { frame, size } = frameOf({ picture, canvas, region: 'auto', model, square: square || name === 'dall-e-2' });
          check(frame, size, model);
          assert.ok(isWithin(canvas, frame.box));
          assert.ok(frame.box.width === canvas.width || frame.box.height === canvas.height, 'padded on one axis');
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('is a region within the picture, around what is painted, and less than half', () => {
    let regions = 0;
    fc.assert(
      fc.property(pictures, fc.constantFrom(...NAMES), corners, (picture, name, [x1, y1, x2, y2]) => {
        const model = modelOf(name);
        const bounds = between(picture, x1, y1, x2, y2);
        const wish = { picture, canvas: boxOf(picture), bounds, region: 'auto', model, square: name === 'dall-e-2' } as const;
        const { frame, size } = frameOf(wish);
        check(frame, size, model);
        assert.ok(isWithin(bounds, frame.box));
        if (!frame.isRegion) return;
        regions += 1;
        assert.ok(isWithin(frame.box, boxOf(picture)));
        assert.ok(pixelsOf(frame.box) * 2 < pixelsOf(picture));
        for (const [side, edge, room] of [
          [bounds.x - frame.box.x, frame.box.x, bounds.width],
          [bounds.y - frame.box.y, frame.box.y, bounds.height],
        ] as const) {
          assert.ok(edge === 0 || side >= Math.max(128, room / 8) - 1, 'some of what lies around is seen');
        }
      }),
      { numRuns: 2000 },
    );
    assert.ok(regions > 300, `only ${regions} of them were regions`);
  });

  it('is found quickly enough to be asked for while painting', () => {
    const picture = { width: 4096, height: 4096 };
    const started = performance.now();
    for (let at = 0; at < 200; at++) {
      const bounds = { x: at, y: at, width: 100 + at, height: 50 + at * 3 };
      frameOf({ picture, canvas: boxOf(picture), bounds, region: 'auto', model: modelOf('gpt-image-2'), square: false });
    }
    assert.ok(performance.now() - started < 1000, `${(performance.now() - started) / 200} ms each`);
  });
}).timeout(60_000);

const pictures = fc.record({ width: fc.integer({ min: 1, max: 8000 }), height: fc.integer({ min: 1, max: 4000 }) });
const part = fc.double({ min: 0, max: 1, noNaN: true });
const corners = fc.tuple(part, part, fc.oneof(part, fc.double({ min: 0, max: 0.2, noNaN: true })), part);

/** A box within a picture; all are parts of its sides: where it begins, and how much of the rest it takes. */
function between({ width, height }: Size, left: number, top: number, wide: number, high: number): Box {
  const x = Math.floor(left * (width - 1));
  const y = Math.floor(top * (height - 1));
  return { x, y, width: 1 + Math.floor(wide * (width - 1 - x)), height: 1 + Math.floor(high * (height - 1 - y)) };
}

function check({ box: { width, height }, sent }: FittedFrame['frame'], size: Size, model: Model): void {
  // One side is exact, the other one a rounded product: half a px at most.
  const error = Math.abs(width * size.height - height * size.width) / Math.max(size.width, size.height);
  assert.ok(error <= 0.5, `${width} × ${height} is not like ${formatSize(size)}`);
  assert.ok(isLegal(size, model), `${model.name} does not make ${formatSize(size)}`);
  const isOneToOne = sent.width === width && sent.height === height;
  assert.ok(isOneToOne || formatSize(sent) === formatSize(size));
  assert.ok(pixelsOf(sent) <= pixelsOf(size), 'never more than is asked for');
}

function isLegal(size: Size, { sizes }: Model): boolean {
  switch (sizes.kind) {
    case 'fixed':
      return sizes.sizes.includes(formatSize(size));
    case 'custom':
      return isAllowed(sizes, size);
    case 'any':
      return [size.width, size.height].every((side) => side % 64 === 0 && side >= 256 && side <= 4096);
  }
}
