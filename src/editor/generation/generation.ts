import * as vscode from 'vscode';
import { failureOf } from '../../core/failure.ts';
import type { Bytes, ImageInfo } from '../../core/image.ts';
import type { RunEvent } from '../../core/keep.ts';
import { slug } from '../../core/naming.ts';
import { altText } from '../../core/prompt.ts';
import type { Queue } from '../../core/queue.ts';
import type { Picture } from '../../core/session.ts';
import type { Options, RunId } from '../../core/task.ts';
import type { AnchorId } from '../documents/anchors.ts';
import type { Store } from '../store.ts';
import { requireTrust } from '../trust.ts';
import type { Prepared, PrepareParts } from './prepare.ts';

/** What a person or a program asks for, before anything about it is checked. */
export interface Wish {
  readonly prompt: string;
  /** What differs from the settings. */
  readonly options: Partial<Options>;
  /** The document whose settings and workspace folder hold. */
  readonly scope?: vscode.Uri;
  /** Where the reference would go. */
  readonly anchor?: AnchorId;
}

/** A finished image that no folder took. */
export interface HeldImage {
  readonly bytes: Bytes;
  readonly info: ImageInfo;
  readonly name: string;
}

/** Starts runs, follows them into the store, and remembers what each was about. */
export interface Generation {
  /**
   * Makes the images and answers those that were saved: none when the user went away from a question. Throws `Failed`
   * for what is wrong before anything is sent; what fails later is in the run's state.
   */
  start(wish: Wish): Promise<readonly Picture[]>;
  /** The same for several wishes of one click, whose questions are asked once for all of them. */
  startAll(wishes: readonly Wish[]): Promise<readonly Picture[]>;
  cancel(run: RunId): void;
  /** Asks again for what a run still lacks, with other options where given. */
  retry(run: RunId, options?: Partial<Options>): Promise<readonly Picture[]>;
  /** What was asked for in a run. */
  wishOf(run: RunId): Wish | undefined;
  held(run: RunId): readonly HeldImage[];
  readonly onPartial: vscode.Event<Extract<RunEvent, { kind: 'partial' }>>;
  /** A run is on its way: time to show the panel. */
  readonly onStart: vscode.Event<RunId>;
  /** A run is over, with the images it brought. */
  readonly onEnd: vscode.Event<{ readonly run: RunId; readonly pictures: readonly Picture[] }>;
}

/** What generating works with. */
export interface GenerationParts extends PrepareParts {
  readonly store: Store;
  readonly queue: Queue;
  newId(): string;
}

export function createGeneration(parts: GenerationParts): Generation & vscode.Disposable {
  const { store } = parts;
  const wishes = new Map<RunId, Wish>();
  const controllers = new Map<RunId, AbortController>();
  const held = new Map<RunId, HeldImage[]>();
  const partial = new vscode.EventEmitter<Extract<RunEvent, { kind: 'partial' }>>();
  const started = new vscode.EventEmitter<RunId>();
  const ended = new vscode.EventEmitter<{ run: RunId; pictures: readonly Picture[] }>();
  let asking: Promise<unknown> = Promise.resolve();

  /** Two questions at once would cover each other. */
  function oneByOne<T>(ask: () => Promise<T>): Promise<T> {
    const answer = asking.then(ask);
    asking = answer.catch(() => undefined);
    return answer;
  }

  async function startAll(wanted: readonly Wish[], replaced?: RunId): Promise<readonly Picture[]> {
    requireTrust();
    const { prepare } = await import('./prepare.ts');
    const runs: Promise<readonly Picture[]>[] = [];
    // One after the other, because each may ask something; what is prepared runs on meanwhile.
    for (const [index, wish] of wanted.entries()) {
      const prepared = await prepare(wish, parts, index === 0 ? { times: wanted.length } : { times: 0 });
      if (prepared) runs.push(follow(wish, prepared, replaced));
      if (!prepared || prepared.only) break;
    }
    return (await Promise.all(runs)).flat();
  }

  const start = (wish: Wish) => startAll([wish]);

  async function follow(wish: Wish, prepared: Prepared, replaced: RunId | undefined): Promise<readonly Picture[]> {
    const id = parts.newId();
    const controller = new AbortController();
    controllers.set(id, controller);
    wishes.set(id, wish);
    const pictures: Picture[] = [];
    try {
      const { run } = await import('../../core/run.ts');
      const ledger = await parts.outside.ledger();
      const name = slug(wish.prompt);
      const request = {
        id,
        order: prepared.order,
        prompt: wish.prompt,
        options: prepared.options,
        provider: prepared.provider.origin,
        standIn: prepared.standIn,
        name,
        alt: altText(wish.prompt),
        parents: [],
        ...(prepared.workspace && { workspace: prepared.workspace.uri.toString() }),
        ...(wish.scope && { document: wish.scope.toString() }),
      };
      const runParts = {
        ...prepared,
        ledger,
        queue: parts.queue,
        now: Date.now,
        newId: parts.newId,
        report: (error: unknown) => parts.log.error(error),
      };
      for await (const event of run(request, runParts, controller.signal)) {
        if (event.kind === 'partial') partial.fire(event);
        else if (event.kind === 'held') held.set(id, [...(held.get(id) ?? []), { bytes: event.bytes, info: event.info, name }]);
        else {
          store.dispatch(event);
          if (event.kind === 'started') {
            if (replaced !== undefined) store.dispatch({ kind: 'forgotten', run: replaced });
            started.fire(id);
          }
          if (event.kind === 'saved') pictures.push(event.picture);
        }
      }
    } catch (error) {
      // A bug must not leave a card that runs for ever.
      store.dispatch({ kind: 'ended', run: id, at: Date.now(), failure: failureOf(error) });
      throw error;
    } finally {
      controllers.delete(id);
    }
    if (wantsKey(id) && (await oneByOne(() => answerWantedKey(prepared)))) return startAll([wish], id);
    ended.fire({ run: id, pictures });
    return pictures;
  }

  /** A server that is not OpenAI says only by a 401 that it wants a key. */
  function wantsKey(id: RunId): boolean {
    const calls = store.state.runs.get(id)?.calls ?? [];
    return calls.length > 0 && calls.every(({ state }) => state.kind === 'failed' && state.failure.kind === 'noKey');
  }

  async function answerWantedKey({ server, key }: Prepared): Promise<boolean> {
    if (!server) return false;
    // Another request of the same click has asked already.
    if (parts.standIn.on || (await parts.keys.get(server.origin)) !== key) return true;
    const { askForKey } = await import('../dialogs/key.ts');
    const choice = await askForKey(parts, server);
    if (choice === 'placeholder') parts.standIn.on = true;
    return choice !== undefined;
  }

  /** A run of an earlier window is known by its prompt and options only. */
  function wishOf(id: RunId): Wish | undefined {
    const run = store.state.runs.get(id);
    return (
      wishes.get(id) ??
      (run && { prompt: run.prompt, options: run.standIn ? { ...run.options, model: 'placeholder' } : run.options })
    );
  }

  return {
    start,
    startAll,
    cancel: (id) => controllers.get(id)?.abort(),
    async retry(id, options) {
      const wish = wishOf(id);
      const before = store.state.runs.get(id);
      if (!wish || !before) return [];
      const missing = before.calls
        .filter(({ state }) => state.kind === 'failed' || state.kind === 'unknown')
        .reduce((sum, { n, got }) => sum + n - got, 0);
      return startAll([{ ...wish, options: { ...wish.options, ...options, count: Math.max(1, missing) } }], id);
    },
    wishOf,
    held: (id) => held.get(id) ?? [],
    onPartial: partial.event,
    onStart: started.event,
    onEnd: ended.event,
    dispose() {
      for (const controller of controllers.values()) controller.abort();
      vscode.Disposable.from(partial, started, ended).dispose();
    },
  };
}
