import assert from 'node:assert/strict';
import { Failed } from '../../src/core/failure.ts';
import { createServers, type ServerSettings } from '../../src/editor/servers/here.ts';
import { kindByHost, SERVER_KINDS } from '../../src/editor/servers/kinds.ts';
import { readPresets } from '../../src/editor/servers/presets.ts';

const servers = createServers({ keys: () => [], get: <T>(_: string, usual?: T) => usual, update: async () => {} });

function here(settings: Partial<ServerSettings>) {
  return servers.of({ baseUrl: '', servers: [], models: [], timeout: 300_000, isTimeoutSet: false, ...settings });
}

function failureOf(settings: Partial<ServerSettings>) {
  try {
    here(settings).server();
    return undefined;
  } catch (error) {
    return error instanceof Failed ? error.failure : error;
  }
}

describe('the server in use', () => {
  const LAN = 'http://192.168.1.5:8080/v1';
  const LOOPBACK = 'http://127.0.0.1:8080/v1';
  for (const [what, baseUrl, preset, facts] of [
    ['nothing set', '', undefined, { kind: 'openai', isOpenAI: true, needsKey: true, isFree: false, seconds: 300 }],
    ['OpenAI’s address', 'https://api.openai.com/v1/', undefined, { kind: 'openai', isOpenAI: true, needsKey: true }],
    [
      'a resource of Azure',
      'https://r.openai.azure.com',
      undefined,
      { kind: 'azure', needsKey: true, isOpenAI: false, isFree: false },
    ],
    ['what only looks like Azure', 'https://openai.azure.com.example.org/v1', undefined, { kind: 'compatible', needsKey: false }],
    [
      'an address that nothing is known of',
      'https://relay.example/v1',
      undefined,
      { kind: 'compatible', isFree: false, seconds: 300 },
    ],
    ['the same on this machine', LOOPBACK, undefined, { kind: 'compatible', isFree: true, seconds: 300 }],
    [
      'a model of one’s own in the network',
      LAN,
      { kind: 'localai' },
      { kind: 'localai', isFree: true, needsKey: false, seconds: 1800 },
    ],
    ['a relay on this machine', LOOPBACK, { kind: 'litellm' }, { kind: 'litellm', isFree: false, needsKey: false, seconds: 300 }],
    ['what keeps to OpenAI’s rules', LOOPBACK, { kind: 'openai' }, { isOpenAI: true, needsKey: true, isFree: false }],
  ] as const) {
    it(`by ${what}`, () => {
      const found = here({ baseUrl, servers: preset ? [{ name: 'Mine', baseUrl, ...preset }] : [] });
      const seconds = found.timeout / 1000;
      assert.partialDeepStrictEqual({ ...found.server(), seconds }, facts);
    });
  }

  it('may take as long as the user says, whatever it is', () => {
    const set = { baseUrl: LAN, servers: [{ name: 'Mine', kind: 'localai', baseUrl: LAN }], timeout: 60_000, isTimeoutSet: true };
    assert.equal(here(set).timeout, 60_000);
  });

  it('is an entry of the list where the address is the same, however it is written', () => {
    for (const [written, baseUrl] of [
      ['https://relay.example/v1', 'https://RELAY.example:443/v1/'],
      ['https://relay.example', 'https://relay.example/v1/images/generations'],
      ['https://r.openai.azure.com/', 'https://r.openai.azure.com/openai/v1'],
      ['https://r.openai.azure.com/openai', 'https://r.openai.azure.com/openai/v1'],
      ['https://api.openai.com/v1', ''],
    ] as const) {
      const kind = kindByHost(written)?.id ?? 'compatible';
      assert.equal(here({ baseUrl, servers: [{ name: 'Mine', kind, baseUrl: written }] }).server().name, 'Mine', written);
    }
    const other = { name: 'Mine', baseUrl: 'https://relay.example/v2' };
    assert.equal(here({ baseUrl: 'https://relay.example/v1', servers: [other] }).server().name, undefined);
  });

  it('is the first of two entries at one address, because the address alone says which is in use', () => {
    const [first, second] = [
      { name: 'Work', baseUrl: LAN, project: 'work' },
      { name: 'Private', baseUrl: `${LAN}/`, project: 'private' },
    ];
    assert.equal(here({ baseUrl: LAN, servers: [first, second] }).server().name, 'Work');
    assert.deepEqual(readPresets([first, second]).problems, [{ position: 2, name: 'Private', property: 'baseUrl' }]);
  });

  it('knows a model that is described twice by its first description', () => {
    const models = [
      { name: 'flux', label: 'Flux' },
      { name: 'flux', label: 'Another' },
    ];
    assert.equal(here({ models }).models.of('flux').label, 'Flux');
  });

  it('gets the headers, organisation and project of its entry, and Azure’s version', () => {
    const baseUrl = 'https://r.openai.azure.com/openai/deployments/cat';
    const preset = { name: 'Cat', kind: 'azure', baseUrl: `${baseUrl}?api-version=2025-04-01-preview` };
    const more = { headers: { 'X-Team': 'design' }, organization: 'org-1', project: 'proj-2' };
    const server = here({ baseUrl, servers: [{ ...preset, ...more }] }).server();
    assert.equal(server.query, '?api-version=2025-04-01-preview');
    assert.deepEqual(server.headers, { 'X-Team': 'design', 'OpenAI-Organization': 'org-1', 'OpenAI-Project': 'proj-2' });
  });

  describe('cannot be used because of', () => {
    for (const [property, wrong] of [
      ['kind', { kind: 'nothing' }],
      ['headers', { headers: { Authorization: 'Bearer x' } }],
      ['headers', { headers: { 'X-Api-Key': 'x' } }],
      ['headers', { headers: { 'X-Token': 'x' } }],
      ['headers', { headers: { 'X-Functions-Key': 'x' } }],
      ['headers', { headers: { 'X-Session': 'x' } }],
      ['headers', { headers: { Cookie: 'a=b' } }],
      ['headers', { headers: { Host: 'elsewhere' } }],
      ['headers', { headers: { 'X-Team': 'sk-0123456789abcdefghijklmn' } }],
      ['headers', { headers: { 'X-Team': 'a\r\nX-Other: b' } }],
      ['headers', { headers: { 'X Team': 'a' } }],
      ['models', { models: 'flux' }],
      ['project', { project: 'two words' }],
      ['surprise', { surprise: true }],
    ] as const) {
      it(`its ${property}: ${JSON.stringify(wrong)}`, () => {
        const entry = { name: 'Mine', baseUrl: LAN, ...wrong };
        const invalid = { field: 'entry', setting: 'easel.servers', position: 1, name: 'Mine', property };
        assert.deepEqual(failureOf({ baseUrl: LAN, servers: [entry] }), { kind: 'invalid', invalid });
        assert.equal(failureOf({ baseUrl: LOOPBACK, servers: [entry] }), undefined, 'another server can');
      });
    }
  });

  it('has no address that holds a secret, and models are known all the same', () => {
    const found = here({ baseUrl: 'https://me:secret@relay.example/v1' });
    assert.equal(found.models.of('gpt-image-2').label, 'GPT Image 2');
    assert.equal(JSON.stringify(failureOf({ baseUrl: 'https://me:secret@relay.example/v1' })).includes('secret'), false);
  });
});

describe('the kinds of servers', () => {
  it('have addresses that can be typed as they stand there', () => {
    for (const { id, baseUrl, barePath } of SERVER_KINDS) assert.equal(new URL(baseUrl).pathname, barePath, id);
  });
});
