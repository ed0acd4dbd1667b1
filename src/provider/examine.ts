import * as v from 'valibot';
import type { Examination, ListedModel } from '../core/examination.ts';
import { Failed, type Failure } from '../core/failure.ts';
import type { Server } from '../core/server.ts';
import { hideKey, Refusal } from './answers/refusal.ts';
import { Complaint } from './answers/schema.ts';
import { createHeaders, mediaTypeOf } from './headers.ts';
import { modelsUrlOf } from './kinds.ts';
import { readBytes, readStart } from './wire/body.ts';
import { exchange, type WireLine } from './wire.ts';

/** How much of an answer is read, in bytes. */
const MOST_BYTES = 1024 * 1024;
/** How many models of a list are taken, and how many characters of a name. */
const MOST_MODELS = 2000;
const LONGEST_NAME = 200;
/** Below this a number is seconds since 1970, above it ms: the year 5138, or 1973. */
const SECONDS_END = 1e11;

/**
 * Looks at a server by one `GET /models`, which costs nothing. What went wrong is part of the answer; only `Failed`
 * `cancelled` is thrown.
 */
export async function examine(
  server: Server,
  key: string | undefined,
  timeoutMs: number,
  signal: AbortSignal,
  log: (line: WireLine) => void = () => {},
): Promise<Examination> {
  const startedAt = performance.now();
  let status: number | undefined;
  const end = (found: Pick<Examination, 'failure' | 'models'>): Examination => ({
    ms: Math.round(performance.now() - startedAt),
    ...(status !== undefined && { status }),
    ...found,
  });
  try {
    const response = await exchange({
      method: 'GET',
      url: modelsUrlOf(server),
      headers: createHeaders(server, key, { accept: 'application/json' }),
      signal,
      timeoutMs,
      maxBytes: MOST_BYTES,
      log: (line) => {
        // Of an answer that the wire does not let through, such as a redirect, only the line knows it.
        status ??= line.status;
        log(line);
      },
    });
    status = response.status;
    return end(await read(response, server, key));
  } catch (error) {
    if (!(error instanceof Failed) || error.failure.kind === 'cancelled') throw error;
    return end({ failure: error.failure });
  }
}

async function read(
  response: Response,
  server: Server,
  key: string | undefined,
): Promise<Pick<Examination, 'failure' | 'models'>> {
  const { status, headers } = response;
  const notAnApi: Failure = { kind: 'notAnApi', host: server.host, status };
  const refusal = (body: unknown) => new Refusal({ status, headers, body }, { server, key, model: '' }, []).failure;
  if (!response.ok) {
    const text = await readStart(response, MOST_BYTES);
    return { failure: refusal(parse(text) ?? text) };
  }
  if (mediaTypeOf(response) === 'text/html') {
    await response.body?.cancel();
    return { failure: notAnApi };
  }
  const body = parse(new TextDecoder().decode(await readBytes(response, MOST_BYTES)));
  if (body === undefined) return { failure: notAnApi };
  if (v.is(Complaint, body)) {
    const failure = refusal(body);
    return { failure: failure.kind === 'noImage' ? notAnApi : failure };
  }
  const list = v.safeParse(List, body);
  if (!list.success) return {};
  // The names are kept, and no model is called like our key.
  return { models: distinct(list.output).filter(({ id }) => hideKey(id, key) === id) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A day, of a date or a time as ISO text, or of seconds since 1970. */
const Day = v.pipe(
  v.union([v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\d/)), v.pipe(v.number(), v.minValue(1))]),
  v.transform((value) => new Date(typeof value === 'string' || value >= SECONDS_END ? value : value * 1000)),
  v.check((date) => !Number.isNaN(date.getTime())),
  v.transform((date) => date.toISOString().slice(0, 10)),
);

const Listed = v.object({
  id: v.pipe(
    v.string(),
    v.trim(),
    v.nonEmpty(),
    // Control characters, and those that turn a direction round: no name has them.
    v.regex(/^[^\p{Cc}\p{Cf}]*$/u),
    v.transform((id) => id.slice(0, LONGEST_NAME)),
  ),
  shutdown_date: v.fallback(v.optional(Day), undefined),
});

/** One entry that is garbage does not take the others with it. */
const Entries = v.pipe(
  v.array(v.unknown()),
  v.transform((entries) => entries.slice(0, MOST_MODELS).flatMap(readListed)),
);

const List = v.union([
  Entries,
  v.pipe(
    v.object({ data: Entries }),
    v.transform(({ data }) => data),
  ),
]);

function readListed(entry: unknown): readonly ListedModel[] {
  const listed = v.safeParse(Listed, entry);
  if (!listed.success) return [];
  const { id, shutdown_date: shutdownDate } = listed.output;
  return [{ id, ...(shutdownDate !== undefined && { shutdownDate }) }];
}

function distinct(models: readonly ListedModel[]): readonly ListedModel[] {
  return [...new Map(models.map((model) => [model.id, model])).values()];
}
