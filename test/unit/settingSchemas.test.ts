import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { Ajv, type ValidateFunction } from 'ajv';
import * as v from 'valibot';
import { readDescriptions } from '../../src/core/modelDescription.ts';
import { readPresets } from '../../src/editor/servers/presets.ts';

const Entry = v.looseObject({ defaultSnippets: v.array(v.object({ body: v.record(v.string(), v.unknown()) })) });
const Groups = v.array(v.object({ properties: v.record(v.string(), v.object({ items: v.optional(v.unknown()) })) }));
const Manifest = v.object({ contributes: v.object({ configuration: Groups }) });
const manifest = v.parse(Manifest, JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')));
const properties = new Map(manifest.contributes.configuration.flatMap((group) => Object.entries(group.properties)));

/** The completions' placeholders, as they stand when nobody changes them. */
const filled = (body: object): unknown =>
  JSON.parse(JSON.stringify(body).replace(/\$\{\d+(?::([^}]*)|\|([^,|]*)[^}]*)\}/g, (_, text = '', first = '') => text + first));

const MODEL = {
  name: 'ours',
  label: 'Ours',
  is: 'gpt-image-2',
  endpoints: ['generate', 'edit', 'variation'],
  imagesPerCall: 4,
  sizes: { multipleOf: 1, shortest: 1, longest: 8192, maxRatio: 8192, minPixels: 1, maxPixels: 8192 ** 2 },
  qualities: ['draft'],
  styles: ['vivid'],
  backgrounds: ['opaque'],
  moderations: ['low'],
  inputFidelities: ['high'],
  outputFormats: ['png', 'jpeg', 'webp'],
  streaming: false,
  responseFormat: true,
  masks: true,
  promptLimit: 1000,
  inputs: { limit: 1, types: ['png', 'jpeg', 'webp'], maxBytes: 1000, square: false },
  shutdown: '2027-06-30',
  replacement: 'theirs',
};
const SERVER = {
  name: 'Ours',
  kind: 'azure',
  baseUrl: 'https://ours.example/v1',
  models: ['plain', { name: 'pictures', is: 'gpt-image-2' }],
  headers: { 'X-Tenant': 'ours' },
  organization: 'org-1',
  project: 'proj-1',
};

const NUMBERS = [0, 1, 10, 11, 16, 17, 1024, 1025, 8192, 8193, 8192 ** 2, 8192 ** 2 + 1, 1e6, 1e6 + 1, 5e8, 5e8 + 1, 1.5, -1];
const TEXTS = ['', ' ', 'x', 'png', 'openai', '512x512', '2027-06-30', 'soon', 'x y', 'é'];
const LENGTHS = [100, 101, 200, 201, 2000, 2001].map((length) => 'x'.repeat(length));
const VALUES: readonly unknown[] = [null, true, ...NUMBERS, ...TEXTS, ...LENGTHS];
const LISTS = [[], ...VALUES.map((value) => [value]), ['gif'], ['paint'], ['generate'], [['x']], [{}]];
const OBJECTS = [{}, { x: 1 }, { x: 'y' }, { 'x y': 'y' }, { name: 'x' }, { name: 7 }, { name: 'x', y: 1 }];

/** The entry with every value in the place of each property, and with one too many, at every depth; and without each. */
function* variants(entry: object): Generator<readonly [what: string, variant: object]> {
  yield ['as it is', entry];
  for (const [name, value] of [...Object.entries(entry), ['more', undefined] as const]) {
    const { [name]: _, ...rest } = Object.fromEntries(Object.entries(entry));
    yield [`no ${name}`, rest];
    for (const other of [...VALUES, ...LISTS, ...OBJECTS])
      yield [`${name}: ${JSON.stringify(other).slice(0, 40)}`, { ...entry, [name]: other }];
    if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
    for (const [what, inner] of variants(value)) yield [`${name}.${what}`, { ...entry, [name]: inner }];
  }
}

for (const [setting, entry, hasProblem] of [
  ['easel.models', MODEL, (one: unknown) => readDescriptions([one]).problems.length > 0],
  ['easel.servers', SERVER, (one: unknown) => readPresets([one]).problems.length > 0],
] as const) {
  describe(`${setting} in settings.json`, () => {
    const { defaultSnippets, ...schema } = v.parse(Entry, properties.get(setting)?.items);
    const check: ValidateFunction = new Ajv({ strict: false }).compile(schema);

    it('is checked by the editor as Easel reads it', () => {
      const different = [...variants(entry)]
        .filter(([, variant]) => check(variant) === hasProblem(variant))
        .map(([what]) => what);
      assert.deepEqual(different, []);
    });

    it('is completed to what both accept', () => {
      for (const { body } of defaultSnippets) {
        const given = filled(body);
        assert.deepEqual([check(given), hasProblem(given)], [true, false], JSON.stringify(given));
      }
    });
  });
}

describe('easel.servers takes no secret in a header', () => {
  for (const [name, value, taken] of [
    ['X-Tenant', 'ours', true],
    ['HTTP-Referer', 'https://ours.example', true],
    ['cf-aig-metadata', '{"team":1}', true],
    ['Authorization', 'ours', false],
    ['proxy-authorization', 'ours', false],
    ['Cookie', 'a=b', false],
    ['api-key', 'ours', false],
    ['X-API-Key', 'ours', false],
    ['x-goog-api-key', 'ours', false],
    ['Ocp-Apim-Subscription-Key', 'ours', false],
    ['X-Auth-Token', 'ours', false],
    ['X-Token', 'ours', false],
    ['token', 'ours', false],
    ['X-Client-Secret', 'ours', false],
    ['X-Password', 'ours', false],
    ['X-Team', 'sk-proj-abcdefghijklmnopqrstuvwxyz0123456789', false],
    ['Host', 'other.example', false],
    ['Content-Type', 'text/plain', false],
    ['Content-Length', '1', false],
    ['Transfer-Encoding', 'chunked', false],
  ] as const) {
    it(`${name}: ${value}: ${taken ? 'taken' : 'refused'}`, () => {
      const { presets, problems } = readPresets([{ ...SERVER, headers: { [name]: value } }]);
      assert.deepEqual([presets.length, problems.map(({ property }) => property)], taken ? [1, []] : [0, ['headers']]);
    });
  }
});
