import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import dns from 'node:dns';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Failure } from '../../src/core/failure.ts';
import { extensionOf } from '../../src/core/fileType.ts';
import { inspectImage } from '../../src/core/image.ts';
import type { Endpoint } from '../../src/core/models.ts';
import { missingImages, unfinishedCalls } from '../../src/core/unfinished.ts';
import { allLines, callAt, callOf, KEY, outcomeOf, PROMPT, partsFor } from '../support/imagesCalls.ts';
import { certificate, key } from '../support/imagesCertificate.ts';
import { faults, refuse } from '../support/imagesFaults.ts';
import { painters } from '../support/imagesPainters.ts';
import { type ImagesServer, startImagesServer } from '../support/imagesServer.ts';
import { type ClickOutcome, clickOutcomeOf, explainPlainly } from '../support/outcomes.ts';
import { FAULT_ROWS, type FaultRow } from './faultRows.ts';

/** What must stand in no log: keys, prompts, signed queries, what servers say, and pictures. */
const SECRETS = [KEY, PROMPT, 'SECRET', 'signature', 'spicy', 'iVBORw0KGgo'];
const NO_VARIATIONS = 'The server has no service for variations, so it was asked for an edit instead.';
const origin = /^http:\/\/127\.0\.0\.1:\d+$/;

describe('what a server can show', () => {
  let server: ImagesServer;
  const ends: (() => void)[] = [];
  before(async () => {
    server = await startImagesServer();
  });
  after(() => server.close());
  beforeEach(() => server.reset());
  afterEach(() => {
    for (const end of ends.splice(0)) end();
  });

  /** The address that a row is sent to. */
  async function addressOf({ at }: FaultRow): Promise<string> {
    if (at === undefined) return server.baseUrl;
    if (at === 'closed port') {
      const gone = await startImagesServer();
      await gone.close();
      return gone.baseUrl;
    }
    if (at === 'no name') {
      const { lookup } = dns;
      ends.push(() => Object.assign(dns, { lookup }));
      Object.assign(dns, { lookup: failToResolve });
      return 'https://nobody.invalid/v1';
    }
    const own = https.createServer({ key, cert: certificate });
    await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
    ends.push(() => own.close());
    const address: AddressInfo | string | null = own.address();
    return `https://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/v1`;
  }

  for (const endpoint of ['generate', 'edit', 'variation'] as const) {
    for (const row of rowsOf(endpoint)) {
      it(`${endpoint}: ${titleOf(row)}`, async () => {
        server.answer(...row.answers);
        const baseUrl = await addressOf(row);
        const wire = partsFor(baseUrl, row.timeout === undefined ? {} : { timeoutMs: row.timeout });
        const call = callAt(endpoint, row.parameters, row.n);
        const outcome = await clickOutcomeOf({ wire, calls: [call], name: 'a-white-cat' });

        assert.equal(server.posts.length, row.posts ?? 1, 'the POSTs');
        assert.deepEqual(pick(outcome.failures[0], row.failure), row.failure);
        const said = outcome.failures.map((failure) => asWritten(explainPlainly(failure).sentence, new URL(baseUrl)));
        assert.deepEqual(said, row.says === undefined ? [] : [row.says]);
        const [helps] = outcome.failures.map((failure) => explainPlainly(failure).labels.join(', '));
        assert.equal(helps, row.helps);
        assert.deepEqual(outcome.notes, row.notes ?? []);
        assert.equal(outcome.waits.length, row.waits ?? 0, 'the waits for the server');
        assert.deepEqual(
          outcome.files.map(({ path }) => path),
          (row.files ?? []).map(nameOfFile).toSorted(),
        );
        hasOneEnd(outcome);
        keepsOnlyWholeImages(outcome);
        tellsNoSecret(outcome);
        assert.deepEqual([server.violations, server.strays], [[], []]);
      });
    }
  }

  it('has a row for every fault', () => {
    const tried = new Set<string>(FAULT_ROWS.flatMap(({ answers }) => answers));
    // These are no faults, or have tests of their own.
    const others = new Set(['models', 'slow20', 'retired', ...Object.keys(painters)]);
    const untried = Object.keys(faults).filter((name) => !tried.has(name) && !others.has(name) && !name.startsWith('file-'));
    assert.deepEqual(untried, []);
  });

  for (const fault of ['hugePng', 'pixelBomb'] as const) {
    it(`refuses ${fault} by its header, within 50 ms`, async () => {
      server.answer(fault);
      // Whoever makes it takes longer than whoever refuses it.
      await outcomeOf(partsFor(server.baseUrl), callOf());
      const { failure, ms } = await outcomeOf(partsFor(server.baseUrl), callOf());
      assert.deepEqual(failure, { kind: 'badImage', reason: 'tooManyPixels' });
      assert.ok(ms < 5 * 50, `${ms}`);
    });
  }

  it('keeps the image of one of three requests, and offers the others again', async () => {
    server.answer('good', 'serverError', 'neverAnswers');
    const wire = partsFor(server.baseUrl, { timeoutMs: 600 });
    const outcome = await clickOutcomeOf({ wire, calls: [callOf(), callOf(), callOf()], name: 'a-white-cat' });
    assert.deepEqual(outcome.failures.map(({ kind }) => kind).toSorted(), ['server', 'timedOut']);
    for (const failure of outcome.failures) assert.deepEqual(explainPlainly(failure).labels, ['Try Again']);
    assert.deepEqual(
      outcome.files.map(({ path }) => path),
      ['assets/a-white-cat.png'],
    );
    assert.equal(missingImages(unfinishedCalls(outcome.run)), 2);
    assert.equal(server.posts.length, 3);
    hasOneEnd(outcome);
    keepsOnlyWholeImages(outcome);
    tellsNoSecret(outcome);
  });

  it('has a revised prompt with markup as text beside the image, and nowhere else', async () => {
    server.answer('revisedPrompt');
    const { pictures, ledger, files, log } = await clickOutcomeOf({
      wire: partsFor(server.baseUrl),
      calls: [callOf()],
      name: 'a-white-cat',
    });
    const hostile = '<img src=x onerror=alert(1)> [x](command:workbench.action.quit)';
    const [{ revisedPrompt, alt, name } = assert.fail()] = pictures;
    assert.deepEqual([revisedPrompt, alt, name], [hostile, PROMPT, 'a-white-cat.png']);
    assert.ok(ledger.includes(JSON.stringify(hostile)), 'as a text of JSON');
    assert.ok(!`${log.raw} ${log.shown} ${files.map(({ path }) => path).join(' ')}`.includes('onerror'));
  });

  for (const [fault, what, bounds] of [
    ['streamOfPartials', 'early pictures', ({ events }) => [events.filter(({ kind }) => kind === 'partial').length, 10]],
    ['revisedWithoutEnd', 'letters of a revised prompt', ({ pictures }) => [pictures[0]?.revisedPrompt?.length, 32_000]],
  ] as const satisfies readonly (readonly [string, string, (outcome: ClickOutcome) => readonly unknown[]])[]) {
    it(`takes only so many ${what}`, async () => {
      server.answer(fault);
      const call = callOf({ stream: true });
      const outcome = await clickOutcomeOf({ wire: partsFor(server.baseUrl), calls: [call], name: 'a-white-cat' });
      const [got, most] = bounds(outcome);
      assert.equal(got, most);
    });
  }

  it('says only 5xx pages without their HTML', async () => {
    server.answer('badGateway');
    const { failure } = await outcomeOf(partsFor(server.baseUrl), callOf());
    assert.deepEqual(failure, { kind: 'server', status: 502, requestId: 'req_1' });
  });

  it('asks for a key where it sent none', async () => {
    server.answer('badKey');
    const { failure } = await outcomeOf(partsFor(server.baseUrl, { key: undefined }), callOf());
    assert.equal(failure?.kind, 'noKey');
    assert.match(failure.origin, origin);
    assert.equal(server.posts[0]?.headers.authorization, undefined);
  });

  for (const [fault, wait] of [
    ['rateLimit', 1000],
    ['rateLimitMs', 300],
    ['rateLimitHour', 3_600_000],
    ['rateLimitGarbage', undefined],
    ['rateLimitNegative', undefined],
  ] as const) {
    it(`${fault} may be asked again ${wait === undefined ? 'at an unknown time' : `in ${wait} ms`}`, async () => {
      server.answer(fault);
      const before = Date.now();
      const { failure } = await outcomeOf(partsFor(server.baseUrl), callOf());
      assert.equal(failure?.kind, 'rateLimited');
      const { until } = failure;
      if (wait === undefined) assert.equal(until, undefined);
      else assert.ok(until !== undefined && until >= before + wait && until <= Date.now() + wait, `${until}`);
    });
  }

  for (const [model, replacement] of [
    ['dall-e-3', 'gpt-image-2.6-flare'],
    ['gpt-image-1.5', 'gpt-image-2.6-flare'],
    ['gpt-image-2.6-sunburst', undefined],
    ['sd-turbo', undefined],
  ] as const) {
    it(`offers ${replacement ?? 'nothing'} where the server has no ${model}`, async () => {
      for (const fault of ['noModel', 'noModelText'] as const) {
        server.answer(fault);
        const { failure } = await outcomeOf(partsFor(server.baseUrl), { ...callOf(), model, parameters: {} });
        assert.equal(failure?.kind, 'noModel', fault);
        assert.deepEqual([failure.model, failure.replacement], [model, replacement], fault);
      }
    });
  }

  it('caps a long message, and takes our key out of it', async () => {
    const message = `Key ${KEY} is bad. ${'x'.repeat(2000)}`;
    server.answer(refuse(400, { message }, { 'x-request-id': KEY }));
    const { failure } = await outcomeOf(partsFor(server.baseUrl), callOf());
    assert.equal(failure?.kind, 'rejected');
    assert.ok((failure.message?.length ?? 0) <= 500);
    assert.ok(!JSON.stringify(failure).includes(KEY));
  });

  it('leaves no key, prompt, query or message in the log', () => {
    const log = JSON.stringify(allLines);
    assert.ok(allLines.length > 0);
    for (const secret of SECRETS) assert.ok(!log.includes(secret), secret);
  });
});

/** The rows as they are at one endpoint. */
function rowsOf(endpoint: Endpoint): readonly FaultRow[] {
  if (endpoint === 'generate') return FAULT_ROWS;
  const short = FAULT_ROWS.filter(({ isLong }) => !isLong);
  if (endpoint === 'edit') return short;
  // It knows no other parameter than the size, and without it the edits endpoint is asked once.
  const known = short.filter(({ parameters = {} }) => Object.keys(parameters).every((name) => name === 'size'));
  return known.map((row) => (row.failure?.kind === 'noEndpoint' ? { ...row, posts: 2, notes: [NO_VARIATIONS] } : row));
}

function titleOf({ answers, at, parameters, failure, files = [] }: FaultRow): string {
  const what = at ?? answers.join(', then ');
  return `${what}${parameters?.stream ? ' (streaming)' : ''} → ${failure?.kind ?? 'saved'}${failure && files.length > 0 ? `, ${files.length} saved` : ''}`;
}

/** A sentence as the rows have it. */
function asWritten(sentence: string, { host, origin: own }: URL): string {
  return sentence
    .replaceAll(own, '{origin}')
    .replaceAll(host, '{host}')
    .replaceAll(/127\.0\.0\.1:\d+/g, '{elsewhere}')
    .replace(/\d{1,2}:\d{2}(\s?[AP]M)?/, '{time}');
}

/** The run and each of its calls end once, on the card and in the ledger, and nothing of it was a bug. */
function hasOneEnd({ run, events, entries, failures, bugs }: ClickOutcome): void {
  assert.deepEqual(
    events.filter(({ kind }) => kind === 'ended'),
    [events.at(-1)],
  );
  assert.ok(run.calls.every(({ state }) => state.kind === 'done' || state.kind === 'failed'));
  assert.deepEqual(
    entries.flatMap((entry) => (entry.kind === 'failed' ? [entry.failure] : [])),
    failures,
  );
  assert.equal(entries.filter(({ kind }) => kind === 'ended').length, 1);
  assert.deepEqual(bugs, []);
}

/** Every file is an image, whole, of the right extension, and the one of which the ledger tells. */
function keepsOnlyWholeImages({ files, pictures, entries }: ClickOutcome): void {
  assert.deepEqual(
    new Set(files.map(({ path, bytes }) => `${path} ${createHash('sha256').update(bytes).digest('hex')}`)),
    new Set(pictures.map((picture) => `assets/${picture.name} ${picture.sha256}`)),
  );
  assert.deepEqual(
    entries.flatMap((entry) => (entry.kind === 'saved' ? [entry.uri] : [])),
    pictures.map(({ uri }) => uri),
  );
  for (const { path, bytes } of files) assert.ok(path.endsWith(`.${extensionOf(inspectImage(bytes).type)}`), path);
}

/** Each request is a line of the log, the key is nowhere, and the rest of what is secret is in the ledger at most. */
function tellsNoSecret({ log, ledger, entries }: ClickOutcome): void {
  assert.ok(entries.every(({ kind }) => kind !== 'sent') || log.shown.includes('"outcome":'));
  for (const secret of SECRETS) assert.ok(!`${log.raw}\n${log.shown}`.includes(secret), `the log has ${secret}`);
  assert.ok(!ledger.includes(KEY), 'the ledger has the key');
}

function nameOfFile(extension: string, index: number): string {
  return `assets/a-white-cat${index === 0 ? '' : `-${index + 1}`}.${extension}`;
}

function failToResolve(name: string, ...rest: readonly unknown[]): void {
  const done = rest.at(-1);
  const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' });
  if (typeof done === 'function') setImmediate(() => done(error));
}

/** The members of `from` that `wanted` names. */
function pick(from: Failure | undefined, wanted: object | undefined): object | undefined {
  if (!from || !wanted) return from;
  return Object.fromEntries(Object.entries(from).filter(([name]) => name in wanted));
}
