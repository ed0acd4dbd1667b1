import assert from 'node:assert/strict';
import { daysUntil, modelOf, sizesOf } from '../../src/core/models.ts';
import { aliveModels } from '../support/servers.ts';

describe('models', () => {
  it('knows a dated snapshot as its model, and takes every other name as it is', () => {
    for (const [name, row, known] of [
      ['gpt-image-2.6-flare', 'gpt-image-2.6-flare', true],
      ['gpt-image-2-2026-04-21', 'gpt-image-2', true],
      ['gpt-image-2.5-sunburst-2026-09-08', 'gpt-image-2.5-sunburst', true],
      ['dall-e-3', 'dall-e-3', true],
      ['placeholder', 'placeholder', true],
      ['flux.1-schnell', 'flux.1-schnell', false],
      ['constructor', 'constructor', false],
    ] as const) {
      const model = modelOf(name);
      assert.deepEqual([model.name, model.known], [row, known], name);
    }
  });

  it('lists for each model what the API documents', () => {
    for (const [name, perCall, promptLimit, qualities, styles, streaming, answersUrl] of [
      ['gpt-image-2.6-flare', 10, 32_000, 'auto low medium high xhigh max', '', true, false],
      ['gpt-image-2.5-sunburst', 10, 32_000, 'auto low medium high xhigh max', '', true, false],
      ['gpt-image-2', 10, 32_000, 'auto low medium high', '', true, false],
      ['gpt-image-1.5', 10, 32_000, 'auto low medium high', '', true, false],
      ['gpt-image-1', 10, 32_000, 'auto low medium high', '', true, false],
      ['dall-e-3', 1, 4000, 'standard hd', 'vivid natural', false, true],
      ['dall-e-2', 10, 1000, '', '', false, true],
      ['placeholder', 10, 32_000, '', '', false, false],
    ] as const) {
      const model = modelOf(name);
      assert.deepEqual(
        [model.perCall, model.promptLimit, model.qualities.join(' '), model.styles.join(' '), model.streaming, model.answersUrl],
        [perCall, promptLimit, qualities, styles, streaming, answersUrl],
        name,
      );
    }
  });

  it('suggests no model that is shut down on that day', () => {
    const names = (day: string) => aliveModels(new Date(day)).map(({ name }) => name);
    for (const [day, name, suggested] of [
      ['2026-11-23T12:00:00Z', 'gpt-image-2.6-flare', true],
      ['2026-11-23T12:00:00Z', 'gpt-image-1.5', true],
      ['2026-11-30T23:59:59Z', 'gpt-image-1.5', true],
      ['2026-12-01T00:00:00Z', 'gpt-image-1.5', false],
      ['2026-11-23T12:00:00Z', 'gpt-image-1', false],
      ['2026-11-23T12:00:00Z', 'dall-e-3', false],
      ['2026-05-01T00:00:00Z', 'dall-e-3', true],
    ] as const) {
      assert.equal(names(day).includes(name), suggested, `${name} on ${day}`);
    }
    assert.equal(names('2026-11-23').at(-1), 'placeholder');
  });

  it('names a replacement that is alive for every model that is not', () => {
    for (const model of aliveModels(new Date('2020-01-01'))) {
      if (model.replacement) assert.equal(modelOf(model.replacement).shutdown, undefined, model.name);
    }
  });

  it('counts days until a date', () => {
    for (const [today, days] of [
      ['2026-11-30T00:00:00Z', 1],
      ['2026-11-30T23:00:00Z', 1],
      ['2026-12-01T00:00:00Z', 0],
      ['2026-12-02T01:00:00Z', -1],
    ] as const) {
      assert.equal(daysUntil('2026-12-01', new Date(today)) + 0, days, today);
    }
  });

  it('offers sizes with their shape and ratio', () => {
    const offered = (name: string) =>
      sizesOf(modelOf(name)).map(({ value, shape, ratio }) => `${value} ${shape} ${ratio}`.trim());
    assert.deepEqual(offered('gpt-image-1.5'), [
      'auto auto',
      '1024x1024 square 1:1',
      '1536x1024 landscape 3:2',
      '1024x1536 portrait 2:3',
    ]);
    assert.deepEqual(offered('dall-e-3'), [
      'auto auto',
      '1024x1024 square 1:1',
      '1792x1024 landscape 7:4',
      '1024x1792 portrait 4:7',
    ]);
    assert.ok(offered('gpt-image-2.6-flare').includes('1536x864 landscape 16:9'));
    assert.ok(offered('some-local-model').includes('512x512 square 1:1'));
  });
});
