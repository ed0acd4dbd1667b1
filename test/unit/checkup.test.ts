import assert from 'node:assert/strict';
import { CHECKS, type Finding, type Level, levelOf, sortFindings } from '../../src/core/checkup.ts';
import { keyOf, modelFact, organizationOf, reachOf } from '../../src/core/checkupFacts.ts';
import { fixOf } from '../../src/core/checkupFixes.ts';
import type { Examination } from '../../src/core/examination.ts';
import type { Failure } from '../../src/core/failure.ts';
import type { Entry } from '../../src/core/ledger.ts';
import { DEFAULT_OPTIONS } from '../support/options.ts';

const ORIGIN = 'https://api.example';
const MODEL = 'gpt-image-2.6-flare';
const TODAY = new Date('2026-11-30T12:00:00Z');

const seen = (failure?: Failure, status = 200): Examination => ({ ms: 12, status, ...(failure && { failure }) });
const unreachable = (reason: Extract<Failure, { kind: 'unreachable' }>['reason']): Failure => ({
  kind: 'unreachable',
  host: 'api.example',
  reason,
});

describe('what the look at a server says of the way there', () => {
  const table: readonly (readonly [Failure | undefined, number | undefined, string])[] = [
    [undefined, 200, 'answered'],
    [{ kind: 'noKey', origin: ORIGIN }, 401, 'answered'],
    [{ kind: 'badKey', origin: ORIGIN }, 401, 'answered'],
    [{ kind: 'denied', reason: 'other' }, 403, 'answered'],
    [{ kind: 'rateLimited' }, 429, 'answered'],
    [{ kind: 'tooLarge', limit: 1 }, 200, 'answered'],
    [{ kind: 'noEndpoint', status: 404 }, 404, 'unwell'],
    [{ kind: 'server', status: 503 }, 503, 'unwell'],
    [{ kind: 'rejected', status: 400 }, 400, 'unwell'],
    [{ kind: 'notAnApi', host: 'api.example', status: 200 }, 200, 'failed'],
    [{ kind: 'redirected', host: 'login.example' }, 302, 'failed'],
    [{ kind: 'timedOut', seconds: 15 }, undefined, 'failed'],
    [{ kind: 'incomplete' }, 200, 'failed'],
    [unreachable('refused'), undefined, 'failed'],
  ];
  for (const [failure, status, state] of table) {
    it(`${failure?.kind ?? 'a list'} is ${state}`, () => {
      const server = { host: 'api.example', baseUrl: `${ORIGIN}/v1` };
      assert.equal(reachOf(server, { ...seen(failure), ...(status !== undefined && { status }) }).state, state);
    });
  }
});

describe('what it says of the key', () => {
  const table: readonly (readonly [string, Partial<Parameters<typeof keyOf>[0]>, Examination | undefined, string])[] = [
    ['a list', {}, seen(), 'accepted'],
    ['a list that is too long', {}, seen({ kind: 'tooLarge', limit: 1 }), 'accepted'],
    ['401', {}, seen({ kind: 'badKey', origin: ORIGIN }, 401), 'rejected'],
    // Whatever the body says.
    ['401 with another code', {}, seen({ kind: 'noCredit' }, 401), 'rejected'],
    ['nothing, for it is no key', {}, { ms: 1, failure: { kind: 'badKey', origin: ORIGIN } }, 'rejected'],
    ['403', {}, seen({ kind: 'denied', reason: 'other' }, 403), 'mute'],
    ['404', {}, seen({ kind: 'noEndpoint', status: 404 }, 404), 'unproven'],
    ['no answer', {}, { ms: 1, failure: unreachable('refused') }, 'unproven'],
    ['a list, and the key stayed here', { isSent: false }, seen(), 'withheld'],
    ['401, and the key stayed here', { isSent: false }, seen({ kind: 'noKey', origin: ORIGIN }, 401), 'withheld'],
    ['nothing was sent', {}, undefined, 'untried'],
    ['a list, without a key', { key: 'none' }, seen(), 'notAsked'],
    ['401, without a key', { key: 'none' }, seen({ kind: 'noKey', origin: ORIGIN }, 401), 'missing'],
    ['404, without a key', { key: 'none' }, seen({ kind: 'noEndpoint', status: 404 }, 404), 'none'],
    ['no answer, without a key', { key: 'none' }, { ms: 1, failure: unreachable('refused') }, 'none'],
    ['a list, without the key that is needed', { key: 'none', isNeeded: true }, seen(), 'missing'],
    ['nothing was sent, without the key that is needed', { key: 'none', isNeeded: true }, undefined, 'missing'],
    ['nothing was sent, without a key', { key: 'none' }, undefined, 'none'],
    ['a list, and the keyring is silent', { key: 'unreadable' }, seen(), 'unreadable'],
  ];
  for (const [what, changes, examination, state] of table) {
    it(`${what}: ${state}`, () => {
      const at = { origin: ORIGIN, key: 'there', isNeeded: false, isSent: true, ...changes } as const;
      assert.deepEqual(keyOf(at, examination), { check: 'key', origin: ORIGIN, state });
    });
  }
});

describe('what is known of a model', () => {
  const table: readonly (readonly [string, Partial<Parameters<typeof modelFact>[0]>, Parameters<typeof modelFact>[1], object])[] =
    [
      ['listed', {}, [{ id: MODEL }], { state: 'listed' }],
      ['known, without a list', {}, undefined, { state: 'known' }],
      ['known, with an empty list', {}, [], { state: 'known' }],
      ['not known, without a list', { isKnown: false }, undefined, { state: 'strange' }],
      ['not in a list', {}, ['a', 'b', 'c', 'd'].map((id) => ({ id })), { state: 'unlisted', count: 4, some: ['a', 'b', 'c'] }],
      [
        'over by the table',
        { shutdown: '2026-11-30', replacement: 'next' },
        undefined,
        { state: 'over', date: '2026-11-30', replacement: 'next' },
      ],
      [
        'over by the table, and listed all the same',
        { shutdown: '2026-10-23' },
        [{ id: MODEL }],
        { state: 'over', date: '2026-10-23' },
      ],
      ['over by the server', {}, [{ id: MODEL, shutdownDate: '2026-11-01' }], { state: 'over', date: '2026-11-01' }],
      [
        'given more time by the server',
        { shutdown: '2026-11-01' },
        [{ id: MODEL, shutdownDate: '2027-06-01' }],
        { state: 'listed' },
      ],
      ['in its last 60 days', { shutdown: '2027-01-29' }, undefined, { state: 'ending', date: '2027-01-29' }],
      ['with more than 60 days', { shutdown: '2027-01-31' }, undefined, { state: 'known' }],
      ['beside one that is over', {}, [{ id: 'other', shutdownDate: '2020-01-01' }, { id: MODEL }], { state: 'listed' }],
    ];
  for (const [what, changes, listed, wanted] of table) {
    it(what, () => {
      assert.deepEqual(modelFact({ model: MODEL, isKnown: true, ...changes }, listed, TODAY), {
        check: 'model',
        model: MODEL,
        ...wanted,
      });
    });
  }
});

describe('what the ledger says of the organization', () => {
  const options = { ...DEFAULT_OPTIONS, model: MODEL };
  const started = (run: string, provider = ORIGIN, model = MODEL): Entry => ({
    kind: 'started',
    at: 1,
    run,
    window: 'w',
    provider,
    prompt: 'a cat',
    options: { ...options, model },
    calls: ['c'],
    parents: [],
  });
  const failed = (run: string, reason: 'organization' | 'other' = 'organization'): Entry => ({
    kind: 'failed',
    at: 7,
    run,
    call: 'c',
    failure: { kind: 'denied', reason },
  });
  const saved = (run: string): Entry => ({
    kind: 'saved',
    at: 8,
    run,
    call: 'c',
    image: 'i',
    uri: 'file:///a.png',
    sha256: '',
    bytes: 1,
    width: 1,
    height: 1,
  });
  const table: readonly (readonly [string, readonly Entry[], object])[] = [
    ['nothing, before the first request', [], { state: 'unknown' }],
    ['refused', [started('a'), failed('a')], { state: 'refused', at: 7 }],
    ['refused after images', [started('a'), saved('a'), started('b'), failed('b')], { state: 'refused', at: 7 }],
    ['images after a refusal', [started('a'), failed('a'), started('b'), saved('b')], { state: 'works' }],
    ['another reason', [started('a'), failed('a', 'other')], { state: 'unknown' }],
    ['another server', [started('a', 'https://other.example'), failed('a')], { state: 'unknown' }],
    [
      'images of another model after a refusal',
      [started('a'), failed('a'), started('b', ORIGIN, 'dall-e-2'), saved('b')],
      { state: 'refused', at: 7 },
    ],
  ];
  for (const [what, entries, wanted] of table) {
    it(what, () => assert.deepEqual(organizationOf(entries, ORIGIN, MODEL), { check: 'organization', ...wanted }));
  }
});

describe('the report', () => {
  const failure = unreachable('refused');
  const wrong = (name: string): Failure => ({ kind: 'invalid', invalid: { field: 'setting', name, value: 'x' } });
  const findings: readonly (readonly [Finding, Level, string])[] = [
    [{ check: 'versions', easel: '1', editor: 'Code', version: '1', platform: 'linux x64' }, 'good', 'nothing'],
    [{ check: 'place', remote: undefined, kind: 'ui' }, 'good', 'nothing'],
    [{ check: 'trust', isTrusted: true }, 'good', 'nothing'],
    [{ check: 'trust', isTrusted: false }, 'warning', 'trust'],
    [{ check: 'settings', failure: wrong('easel.count') }, 'problem', 'easel.count'],
    [{ check: 'server', state: 'failed', failure: wrong('easel.servers') }, 'problem', 'easel.servers'],
    [{ check: 'server', state: 'known', baseUrl: ORIGIN, isInsecure: false }, 'good', 'nothing'],
    [{ check: 'server', state: 'known', baseUrl: ORIGIN, isInsecure: true }, 'warning', 'chooseServer'],
    [{ check: 'server', state: 'failed', failure }, 'problem', 'chooseServer'],
    [{ check: 'reach', state: 'failed', failure, ms: 1 }, 'problem', 'chooseServer'],
    [{ check: 'reach', state: 'failed', failure: unreachable('proxy'), ms: 1 }, 'problem', 'http.proxy'],
    [{ check: 'reach', state: 'failed', failure: unreachable('certificate'), ms: 1 }, 'problem', 'proxy'],
    [{ check: 'reach', state: 'unwell', failure: { kind: 'noEndpoint', status: 404 }, ms: 1 }, 'warning', 'chooseServer'],
    [{ check: 'key', origin: ORIGIN, state: 'missing' }, 'problem', 'setKey'],
    [{ check: 'key', origin: ORIGIN, state: 'rejected' }, 'problem', 'setKey'],
    [{ check: 'key', origin: ORIGIN, state: 'withheld' }, 'warning', 'setKey'],
    [{ check: 'key', origin: ORIGIN, state: 'unreadable' }, 'problem', 'keyring'],
    [{ check: 'key', origin: ORIGIN, state: 'untried' }, 'unknown', 'trust'],
    [{ check: 'key', origin: ORIGIN, state: 'accepted' }, 'good', 'nothing'],
    [{ check: 'organization', state: 'refused', at: 1 }, 'problem', 'openVerification'],
    [{ check: 'organization', state: 'unknown' }, 'unknown', 'nothing'],
    [{ check: 'model', model: MODEL, state: 'over', date: '2026-01-01' }, 'problem', 'easel.model'],
    [{ check: 'model', model: MODEL, state: 'unlisted', count: 1, some: ['a'] }, 'warning', 'easel.model'],
    [{ check: 'model', model: MODEL, state: 'listed' }, 'good', 'nothing'],
    [{ check: 'folder', state: 'failed', failure }, 'problem', 'easel.saveFolder'],
    [{ check: 'folder', stopped: 'untrusted' }, 'unknown', 'trust'],
    [{ check: 'reach', stopped: 'unencrypted' }, 'unknown', 'chooseServer'],
    [{ check: 'raster', state: 'failed', failure: { kind: 'raster' } }, 'problem', 'showLog'],
    [{ check: 'raster', stopped: 'bug' }, 'problem', 'showLog'],
    [{ check: 'raster', stopped: 'time' }, 'problem', 'nothing'],
    [{ check: 'keyring', state: 'works' }, 'good', 'nothing'],
    [{ check: 'keyring', state: 'forgets' }, 'problem', 'keyring'],
  ];
  for (const [finding, level, wanted] of findings) {
    it(`${JSON.stringify(finding).slice(0, 90)} is ${level}, and against it helps ${wanted}`, () => {
      const fix = fixOf(finding);
      const found = fix && (fix.kind === 'step' ? fix.step : fix.kind === 'setting' ? fix.name : fix.page);
      assert.deepEqual([levelOf(finding), found ?? 'nothing'], [level, wanted]);
    });
  }

  it('begins with what is worst, and keeps the usual order within', () => {
    const mixed: readonly Finding[] = [
      { check: 'versions', easel: '1', editor: 'Code', version: '1', platform: 'linux x64' },
      { check: 'keyring', state: 'fails' },
      { check: 'trust', isTrusted: false },
      { check: 'place', remote: undefined, kind: 'ui' },
      { check: 'organization', state: 'unknown' },
      { check: 'key', origin: ORIGIN, state: 'missing' },
    ];
    assert.deepEqual(
      sortFindings(mixed).map(({ check }) => check),
      ['key', 'keyring', 'trust', 'organization', 'versions', 'place'],
    );
    assert.equal(new Set(CHECKS).size, CHECKS.length);
  });
});
