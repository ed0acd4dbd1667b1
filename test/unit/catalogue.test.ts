import assert from 'node:assert/strict';
import { type CatalogueSource, createCatalogue, isNearItsEnd, isOver } from '../../src/core/catalogue.ts';
import { type Limits, limitTo } from '../../src/core/limits.ts';
import { readDescriptions } from '../../src/core/modelDescription.ts';
import { type Model, modelOf } from '../../src/core/models.ts';
import { SERVER_KINDS } from '../../src/editor/servers/kinds.ts';

const TODAY = new Date('2026-11-23T12:00:00Z');

describe('What a server narrows of a model', () => {
  const model = modelOf('gpt-image-1.5');
  const rows: readonly (readonly [what: string, limits: Limits, changes: Partial<Model>])[] = [
    ['nothing', {}, {}],
    ['endpoints, those that the model has', { endpoints: ['variation', 'edit'] }, { endpoints: ['edit'] }],
    ['images a call', { perCall: 1 }, { perCall: 1 }],
    ['never widens images a call', { perCall: 99 }, {}],
    ['formats', { outputFormats: ['jpeg', 'tiff'] }, { outputFormats: ['jpeg'] }],
    ['types of pictures', { inputTypes: ['png'] }, { inputs: { ...model.inputs, types: ['png'] } }],
    [
      'options that it does not read',
      { unread: ['quality', 'style'] },
      { qualities: [], styles: [], settled: ['quality', 'style'] },
    ],
    ['streams', { noStreaming: true }, { streaming: false }],
    ['masks', { ignoresMasks: true }, { masks: false }],
  ];
  for (const [what, limits, changes] of rows) {
    it(what, () => assert.deepEqual(limitTo(model, limits), { ...model, ...changes }));
  }
  it('holds for a model that nobody knows: what is not read is not sent', () => {
    const { qualities, settled } = limitTo(modelOf('sd-xl'), { unread: ['quality'] });
    assert.deepEqual([qualities, settled], [[], ['quality']]);
  });
  for (const { id, limits } of SERVER_KINDS) {
    it(`leaves every server something to do: ${id}`, () => {
      const { endpoints, outputFormats, inputs, perCall } = limitTo(modelOf('sd-xl'), limits);
      assert.ok(endpoints.includes('generate') && outputFormats.includes('png') && inputs.types.includes('png') && perCall > 0);
    });
  }
});

describe('The models of a server', () => {
  const at = (source: Partial<CatalogueSource>, entries: readonly object[] = []) =>
    createCatalogue({
      server: { isOpenAI: false, models: [] },
      described: readDescriptions(entries).described,
      listed: [],
      limits: {},
      ...source,
    });
  const openAI = { server: { isOpenAI: true, models: [] } };
  const names = (...given: Parameters<typeof at>) =>
    at(...given)
      .suggested(TODAY)
      .map(({ name }) => name);

  const ends: readonly (readonly [what: string, name: string, given: Parameters<typeof at>, end: string | undefined])[] = [
    ['the table’s, at OpenAI', 'dall-e-3', [openAI], '2026-05-12'],
    ['not the table’s elsewhere', 'dall-e-3', [{}], undefined],
    ['the server’s', 'flux', [{ listed: [{ id: 'flux', shutdownDate: '2027-01-02' }] }], '2027-01-02'],
    [
      'the server’s above the table’s',
      'dall-e-3',
      [{ ...openAI, listed: [{ id: 'dall-e-3', shutdownDate: '2027-01-02' }] }],
      '2027-01-02',
    ],
    [
      'the user’s above both',
      'dall-e-3',
      [{ ...openAI, listed: [{ id: 'dall-e-3', shutdownDate: '2027-01-02' }] }, [{ name: 'dall-e-3', shutdown: '2028-03-04' }]],
      '2028-03-04',
    ],
    [
      'the table’s for another name of it, at OpenAI',
      'pictures',
      [{ server: { isOpenAI: true, models: [{ name: 'pictures', is: 'dall-e-3' }] } }],
      '2026-05-12',
    ],
    ['none for the placeholder', 'placeholder', [{ listed: [{ id: 'placeholder', shutdownDate: '2020-01-01' }] }], undefined],
  ];
  for (const [what, name, given, end] of ends) {
    it(`have an end: ${what}`, () => assert.equal(at(...given).of(name).shutdown, end));
  }

  const replacements: readonly (readonly [what: string, name: string, given: Parameters<typeof at>, to: string | undefined])[] = [
    ['the table’s', 'dall-e-3', [openAI], 'gpt-image-2.6-flare'],
    ['the user’s', 'flux', [{}, [{ name: 'flux', replacement: 'flux-2' }]], 'flux-2'],
    [
      'none for another name: nobody knows that of the next',
      'pictures',
      [{ server: { isOpenAI: false, models: [{ name: 'pictures', is: 'dall-e-3' }] } }],
      undefined,
    ],
  ];
  for (const [what, name, given, to] of replacements) {
    it(`have a replacement: ${what}`, () => assert.equal(at(...given).of(name).replacement, to));
  }

  it('are what an alias stands for, also where the user describes that', () => {
    const server = { isOpenAI: false, models: [{ name: 'pictures', is: 'ours' }, { name: 'plain' }] };
    const catalogue = at({ server, limits: { perCall: 3 } }, [{ name: 'ours', imagesPerCall: 7, qualities: ['draft'] }]);
    const { perCall, qualities, label } = catalogue.of('pictures');
    assert.deepEqual([perCall, qualities, label], [3, ['draft'], 'pictures']);
    assert.equal(catalogue.of('plain').known, false);
  });

  const suggested: readonly (readonly [
    what: string,
    given: Parameters<typeof at>,
    has: readonly string[],
    not: readonly string[],
  ])[] = [
    ['OpenAI: the table’s that are alive', [openAI], ['gpt-image-2.6-flare', 'placeholder'], ['dall-e-3', 'gpt-image-1']],
    [
      'OpenAI: of what it lists only what makes images, each once',
      [{ ...openAI, listed: ['gpt-6', 'gpt-image-3', 'gpt-image-2', 'gpt-image-2-2026-04-21'].map((id) => ({ id })) }],
      ['gpt-image-3', 'gpt-image-2'],
      ['gpt-6', 'gpt-image-2-2026-04-21'],
    ],
    [
      'OpenAI: not what it lists as over',
      [{ ...openAI, listed: [{ id: 'gpt-image-3', shutdownDate: '2026-11-23' }] }],
      [],
      ['gpt-image-3'],
    ],
    ['a server that lists nothing: the table’s', [{}], ['gpt-image-2.6-flare', 'placeholder'], ['dall-e-3']],
    [
      'a server that lists some: these, and the user’s',
      [{ listed: [{ id: 'sd-xl' }] }, [{ name: 'flux' }]],
      ['sd-xl', 'flux', 'placeholder'],
      ['gpt-image-2.6-flare'],
    ],
    ['a server that lists nothing: the table’s, and the user’s', [{}, [{ name: 'flux' }]], ['gpt-image-2.6-flare', 'flux'], []],
    [
      'a preset’s',
      [{ server: { isOpenAI: false, models: [{ name: 'pictures', is: 'gpt-image-2' }] } }],
      ['pictures', 'placeholder'],
      ['gpt-image-2'],
    ],
  ];
  for (const [what, given, has, not] of suggested) {
    it(`are suggested: ${what}`, () => {
      const found = names(...given);
      assert.deepEqual([...new Set(found)], found, 'each once');
      assert.equal(found.at(-1), 'placeholder');
      for (const name of has) assert.ok(found.includes(name), name);
      for (const name of not) assert.ok(!found.includes(name), name);
    });
  }

  it('can be used all the same where a list does not have them', () => {
    const model = at({ listed: [{ id: 'sd-xl' }] }).of('gpt-image-2');
    assert.deepEqual(model, modelOf('gpt-image-2'));
  });

  for (const [shutdown, near, over] of [
    ['2026-11-23', true, true],
    ['2026-11-24', true, false],
    ['2027-01-22', true, false],
    ['2027-01-23', false, false],
    [undefined, false, false],
  ] as const) {
    it(`end ${shutdown ?? 'never'}: ${over ? 'over' : near ? 'near' : 'far'}`, () => {
      const model = shutdown === undefined ? {} : { shutdown };
      assert.deepEqual([isNearItsEnd(model, TODAY), isOver(model, TODAY)], [near, over]);
    });
  }
});
