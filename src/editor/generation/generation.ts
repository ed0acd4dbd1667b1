import * as vscode from 'vscode';
import { createClosing } from '../../core/closing.ts';
import { readDescribed } from '../../core/description.ts';
import { Failed, failureOf } from '../../core/failure.ts';
import type { KeepParts, RunEvent } from '../../core/keep.ts';
import type { Queue } from '../../core/queue.ts';
import type { Picture } from '../../core/session.ts';
import type { CallId, Options, RunId, Shelf } from '../../core/task.ts';
import { createTurns } from '../../core/turns.ts';
import { missingImages, unfinishedCalls, wantsKey } from '../../core/unfinished.ts';
import { checkPictures } from '../pictures/checking.ts';
import { readSettings } from '../settings.ts';
import type { Store } from '../store.ts';
import type { Styles } from '../styles/styles.ts';
import { requireTrust } from '../trust.ts';
import { createHeldImages, type HeldImages } from './held.ts';
import { namesOf, requestOf } from './names.ts';
import type { Prepared, PrepareParts } from './prepare.ts';
import type { Asked } from './prepareAll.ts';
import { byPerson, readWish, type Wish, wishOfEarlierWindow, wishWhere } from './wish.ts';

/** Starts runs, follows them into the store, and remembers what each was about. */
export interface Generation {
  /**
   * Makes the images of one click and answers those that were saved: none when the user went away from a question.
   * Throws `Refused` for what is wrong before anything is sent; what fails later is in the runs' states.
   */
  start(...wishes: readonly Wish[]): Promise<readonly Picture[]>;
  /**
   * Makes what an agent asks for and answers the run when it is over: what failed of it is in its state. Nobody is asked
   * anything. Throws what `askNobody` does, as `Refused`; what `accept` throws of what would be sent; `Failed` `cancelled` where
   * nothing was begun when `signal` aborted.
   */
  request(wish: Wish, accept: (planned: Prepared) => void, signal: AbortSignal): Promise<RunId>;
  /** What such a request would send, and where its images would go; nothing is sent or held. Throws as `request` does. */
  plan(wish: Wish): Promise<Prepared>;
  /** A wish as it will be remembered: with its flags as options, and in the style that is chosen now. */
  read(wish: Wish): Wish;
  cancel(run: RunId): void;
  /** Asks again for what a run, or some calls of it, still lack. */
  retry(run: RunId, what?: Retry): Promise<readonly Picture[]>;
  /** What was asked for in a run. */
  wishOf(run: RunId): Wish | undefined;
  /** Finished images that no folder took. */
  readonly held: HeldImages;
  readonly onPartial: vscode.Event<Extract<RunEvent, { kind: 'partial' }>>;
  /** A run is on its way: time to show the panel. */
  readonly onStart: vscode.Event<RunId>;
  /** Everything that one click asked for is over. */
  readonly onEnd: vscode.Event<readonly RunId[]>;
  /** Resolves when no image is being saved. */
  settled(): Promise<void>;
}

/** What is tried again of a run. */
export interface Retry {
  /** Absent: all that have failed. */
  readonly calls?: readonly CallId[] | undefined;
  /** What is other than the first time. */
  readonly options?: Partial<Options>;
}

/** What generating works with. */
export interface GenerationParts extends PrepareParts {
  readonly store: Store;
  readonly queue: Queue;
  readonly styles: Styles;
  newId(): string;
}

/** Loaded for the first click, with its dialogs. */
const preparing = () => import('./prepareAll.ts');

/** What the runs of one click share. */
interface Click {
  readonly asked: Asked;
  readonly signal?: AbortSignal;
  /** Throws what must not be sent after all. */
  accept?(planned: Prepared): void;
  readonly runs: RunId[];
  /** Calls whose missing images are asked for; without `calls` all of the run. */
  readonly replaced?: { readonly run: RunId; readonly calls?: readonly CallId[] };
  /** The one answer for each server whose 401 asked for a key. */
  readonly keys: Map<string, Promise<boolean>>;
}

export function createGeneration(parts: GenerationParts): Generation & vscode.Disposable {
  const { store } = parts;
  const closing = createClosing();
  const wishes = new Map<RunId, Wish>();
  const controllers = new Map<RunId, AbortController>();
  const held = createHeldImages({ store, outside: parts.outside, wishOf, keeping });
  const retrying = new Set<CallId>();
  const partial = new vscode.EventEmitter<Extract<RunEvent, { kind: 'partial' }>>();
  const started = new vscode.EventEmitter<RunId>();
  const ended = new vscode.EventEmitter<readonly RunId[]>();
  /** Two questions at once would cover each other. */
  const oneByOne = createTurns();
  /** Two checks of the budget at once would both find it unspent; they wait for no person. */
  const unasked = createTurns();

  async function startClick(wanted: readonly Wish[], click: Click): Promise<readonly Picture[]> {
    requireTrust();
    const read = wanted.map((wish) => readWish(wish, parts.styles));
    // All are checked before the first is sent: one that cannot be made stops the click, not what was paid for.
    const turns = click.asked === 'person' ? oneByOne : unasked;
    const prepared = await turns(async () => (await preparing()).prepareAll(read, click.asked, parts, click));
    const results = await Promise.allSettled(prepared.map(({ wish, ready }) => follow(wish, ready, click)));
    if (click.runs.length > 0) ended.fire(click.runs);
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
    return results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  }

  async function follow(
    wish: Wish,
    prepared: Prepared,
    click: Click,
    asked: readonly string[] = [],
  ): Promise<readonly Picture[]> {
    const id = parts.newId();
    const controller = new AbortController();
    controllers.set(id, controller);
    wishes.set(id, byPerson(wish));
    click.signal?.addEventListener('abort', () => cancel(id), { once: true });
    const pictures: Picture[] = [];
    try {
      for await (const event of closing.follow(await startRun(id, wish, prepared, controller.signal))) {
        if (event.kind === 'partial') partial.fire(event);
        else if (event.kind === 'held') held.add(id, { ...event, name: namesOf(wish, store.state).name });
        else store.dispatch(event);
        if (event.kind === 'started') {
          // What has a price stands in the ledger from now on.
          if (prepared.estimate?.kind !== 'unknown') prepared.letGo?.();
          prepared.ask?.();
          await beginRun(id, click);
        }
        if (event.kind === 'saved') pictures.push(event.picture);
      }
    } catch (error) {
      // A bug must not leave a card that runs for ever.
      store.dispatch({ kind: 'ended', run: id, at: Date.now(), failure: failureOf(error) });
      throw error;
    } finally {
      prepared.letGo?.();
      controllers.delete(id);
    }
    void checkPictures(pictures, prepared.order, parts);
    const origin = prepared.server?.origin;
    // A server that says so again is not asked for ever.
    if (click.asked === 'nobody' || origin === undefined || !wantsKey(store.state.runs.get(id)) || asked.includes(origin))
      return pictures;
    const answer = click.keys.get(origin) ?? oneByOne(async () => (await preparing()).answerWantedKey(prepared, parts));
    click.keys.set(origin, answer);
    if (!(await answer)) return pictures;
    // The same request with the answer; what was said about cost holds for the same server.
    const { prepareAgain } = await preparing();
    const fitted = { ...wish, options: { ...wish.options, count: prepared.options.count } };
    const isSame = parts.servers.of(readSettings(wish.scope)).server().baseUrl === prepared.server?.baseUrl;
    const ready = await oneByOne(() => prepareAgain(fitted, parts, isSame ? 'asked' : 'open'));
    return ready ? follow(fitted, ready, { ...click, replaced: { run: id } }, [...asked, origin]) : [];
  }

  async function startRun(id: RunId, wish: Wish, prepared: Prepared, signal: AbortSignal): Promise<AsyncIterable<RunEvent>> {
    const { run } = await import('../../core/run.ts');
    const request = requestOf(id, wish, prepared, store.state);
    return run(request, { ...prepared, ...(await keeping(prepared.shelf)), queue: parts.queue }, signal);
  }

  async function keeping(shelf: Shelf): Promise<KeepParts> {
    const ledger = await parts.outside.ledger();
    const described = (run: RunId) => readDescribed(store.state.runs.get(run)?.described ?? {});
    const { newId, log } = parts;
    return closing.guard({ shelf, ledger, described, now: Date.now, newId, report: (error) => log.error(error) });
  }

  async function beginRun(id: RunId, click: Click): Promise<void> {
    click.runs.push(id);
    started.fire(id);
    if (click.replaced === undefined) return;
    store.dispatch({ kind: 'forgotten', ...click.replaced });
    const ledger = await parts.outside.ledger();
    await ledger.append({ kind: 'replaced', at: Date.now(), ...click.replaced }).catch((error) => parts.log.error(error));
  }

  function cancel(id: RunId): void {
    controllers.get(id)?.abort();
    // What is being fitted into its picture or saved runs to its end; the user need not wait for it (promise P5).
    const failure = { kind: 'cancelled', billable: true } as const;
    for (const call of store.state.runs.get(id)?.calls ?? []) {
      if (call.state.kind === 'sent')
        store.dispatch({ kind: 'call', run: id, call: call.id, state: { kind: 'failed', failure } });
    }
  }

  function wishOf(id: RunId): Wish | undefined {
    const run = store.state.runs.get(id);
    const wish = wishes.get(id);
    if (!run || !wish) return wish ?? (run && wishOfEarlierWindow(run));
    return wishWhere(wish, run);
  }

  return {
    read: (wish) => readWish(wish, parts.styles),
    start: (...wanted) => startClick(wanted, { asked: 'person', runs: [], keys: new Map() }),
    async request(wish, check, signal) {
      const runs: RunId[] = [];
      const accept = (planned: Prepared) => {
        check(planned);
        if (signal.aborted) throw new Failed({ kind: 'cancelled', billable: false });
      };
      await startClick([wish], { asked: 'nobody', accept, signal, runs, keys: new Map() });
      const [run] = runs;
      if (run === undefined) throw new Error('An agent was asked a question');
      return run;
    },
    plan: async (wish) => (await preparing()).plan(readWish(wish, parts.styles), parts),
    cancel,
    async retry(id, { calls: only, options } = {}) {
      const wish = wishOf(id);
      const run = store.state.runs.get(id);
      const wanted = run
        ? unfinishedCalls(run).filter((call) => !retrying.has(call.id) && (only?.includes(call.id) ?? true))
        : [];
      const count = missingImages(wanted);
      // Pressed twice, or in a notification of long ago: nothing is missing any more.
      if (!wish || count === 0) return [];
      const calls = wanted.map((call) => call.id);
      for (const call of calls) retrying.add(call);
      try {
        const again = { ...wish, options: { ...wish.options, ...options, count } };
        return await startClick([again], { asked: 'person', runs: [], keys: new Map(), replaced: { run: id, calls } });
      } finally {
        for (const call of calls) retrying.delete(call);
      }
    },
    wishOf,
    held,
    onPartial: partial.event,
    onStart: started.event,
    onEnd: ended.event,
    settled: closing.settled,
    dispose() {
      for (const controller of controllers.values()) controller.abort();
      vscode.Disposable.from(partial, started, ended).dispose();
    },
  };
}
