import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import * as v from 'valibot';
import { Failed } from '../../src/core/failure.ts';
import { describe as describeModel, readDescriptions } from '../../src/core/modelDescription.ts';
import { readAddress } from '../../src/core/server.ts';
import { optionsOfStyle, readStyles } from '../../src/core/style.ts';
import { headersOf, readPresets } from '../../src/editor/servers/presets.ts';
import { settings, useVscodeStandIn } from '../support/vscodeStandIn.ts';

useVscodeStandIn();
const { readSettings } = await import('../../src/editor/settings.ts');

const Groups = v.array(v.object({ properties: v.record(v.string(), v.looseObject({ default: v.unknown() })) }));
const Manifest = v.object({ contributes: v.object({ configuration: Groups }) });
const manifest = v.parse(Manifest, JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')));
const properties = Object.assign({}, ...manifest.contributes.configuration.map((group) => group.properties));
const schemas = new Map(Object.entries(v.parse(v.record(v.string(), v.looseObject({})), properties)));

/** Any value of a settings.json, those that nearly fit among them. */
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.constantFrom(
    '',
    ' ',
    'auto',
    'png',
    'all',
    '16:9',
    '1024x1024',
    'http://127.0.0.1:8080/v1',
    '../..',
    '\0',
    'x'.repeat(10_000),
  ),
  fc.constantFrom(0, -1, 1, 1.5, 10, 1e9, 1e308, -1e308),
  fc.array(
    fc.record(
      { name: fc.string(), baseUrl: fc.webUrl(), sizes: fc.jsonValue(), headers: fc.dictionary(fc.string(), fc.string()) },
      { requiredKeys: ['name'] },
    ),
  ),
);

/** Whether every value in it is one that settings can have. */
function isPlain(given: unknown): boolean {
  if (typeof given === 'number') return Number.isFinite(given);
  if (Array.isArray(given)) return given.every(isPlain);
  if (typeof given === 'object' && given !== null) return Object.values(given).every(isPlain);
  return given !== undefined && typeof given !== 'function';
}

describe('Any JSON in the settings', () => {
  before(() => {
    for (const [name, schema] of schemas) settings.defaults.set(name, schema.default);
  });
  beforeEach(() => settings.user.clear());
  after(() => {
    settings.user.clear();
    settings.defaults.clear();
  });

  it('is read where there is none', () => assert.ok(isPlain(readSettings(undefined))));

  it('is taken, or refused by the setting’s name', () => {
    let taken = 0;
    fc.assert(
      fc.property(fc.constantFrom(...schemas.keys()), value, (name, given) => {
        settings.user.clear();
        settings.user.set(name, given);
        try {
          assert.ok(isPlain(readSettings(undefined)));
          taken += 1;
        } catch (error) {
          assert.ok(error instanceof Failed && error.failure.kind === 'invalid', String(error));
          const { invalid } = error.failure;
          assert.ok(invalid.field === 'setting' && invalid.name === name, JSON.stringify(invalid));
        }
      }),
      { numRuns: 3000 },
    );
    assert.ok(taken > 200, `${taken} were taken`);
  });

  it('is taken wherever the editor finds nothing wrong with it', () => {
    const ajv = new Ajv({ strict: false });
    const checks = new Map([...schemas].map(([name, { default: _, ...schema }]) => [name, ajv.compile(schema)]));
    fc.assert(
      fc.property(fc.constantFrom(...schemas.keys()), value, (name, given) => {
        settings.user.clear();
        settings.user.set(name, given);
        if (given !== null && checks.get(name)?.(given))
          assert.doesNotThrow(() => readSettings(undefined), `${name}: ${JSON.stringify(given)}`);
      }),
      { numRuns: 3000 },
    );
  });

  it('is an entry that can be used, or a problem that is named', () => {
    fc.assert(
      fc.property(fc.array(value), (list) => {
        const { described, problems } = readDescriptions(list);
        assert.ok(described.every((one) => describeModel(one).label.trim() !== ''));
        const { presets, problems: wrong } = readPresets(list);
        for (const preset of presets) assert.ok(isPlain(headersOf(preset)));
        const { styles, problems: odd } = readStyles(list);
        for (const style of styles) assert.ok(isPlain(optionsOfStyle(style)));
        for (const one of [...problems, ...wrong, ...odd]) assert.ok(one.position >= 1 && one.position <= list.length);
      }),
      { numRuns: 2000 },
    );
  });

  it('is an address of http or https without a secret, or refused', () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.constantFrom('http://', 'https://', 'file:', '//', '@', ':', '?', '#', '/v1', '[::1]', 'me:pw@', '\\', '..', 'é', '%'),
    );
    const whole = fc.tuple(
      fc.constantFrom('http://', 'https://', 'HTTPS://', 'ftp://', ''),
      fc.constantFrom('', 'me@', 'me:pw@', ':pw@', '@'),
      fc.constantFrom('h.example', '127.0.0.1:8080', '[::1]', 'é.example', 'h.example:99999'),
      fc.constantFrom('', '/', '/v1', '/v1/images/edits', '/a/../b', '/%2e%2e', '/v1?key=1', '/v1?api-version=1', '/v1#a'),
    );
    const address = fc.oneof(
      whole.map((parts) => parts.join('')),
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.array(part).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(address, (text) => {
        try {
          const { baseUrl } = readAddress(text);
          const url = new URL(baseUrl);
          assert.match(url.protocol, /^https?:$/);
          assert.deepEqual([url.username, url.password, url.hash, url.search], ['', '', '', '']);
        } catch (error) {
          assert.ok(error instanceof Failed && error.failure.kind === 'invalid', String(error));
        }
      }),
      { numRuns: 3000 },
    );
  });
});
