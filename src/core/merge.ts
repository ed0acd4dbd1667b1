/**
 * Runs all sources at once and passes their items on as they come, each source in its own order. A source is asked for
 * its next item only when its last one was taken, so nothing piles up.
 *
 * One source's throw does not stop the others: the first error is thrown when all have ended. Leaving the loop early
 * closes every source and waits for it; a source that is still waiting for something ends no sooner than that, so abort
 * its signal first.
 */
export async function* merge<T>(sources: readonly AsyncIterable<T>[]): AsyncGenerator<T, void> {
  const iterators = sources.map((source) => source[Symbol.asyncIterator]());
  /** What has come and was not looked at yet. A race over all that is awaited would cost more the more wait. */
  const come: Step<T>[] = [];
  let tell = () => {};
  const ask = (iterator: AsyncIterator<T>) => {
    void advance(iterator).then((step) => {
      come.push(step);
      tell();
    });
  };
  const errors: unknown[] = [];
  try {
    for (const iterator of iterators) ask(iterator);
    for (let running = iterators.length; running > 0; ) {
      const step = come.shift();
      if (!step) {
        await new Promise<void>((resolve) => {
          tell = resolve;
        });
      } else if (step.kind === 'item') {
        yield step.value;
        ask(step.iterator);
      } else {
        running -= 1;
        if (step.kind === 'thrown') errors.push(step.error);
      }
    }
  } finally {
    await Promise.allSettled(iterators.map((iterator) => iterator.return?.()));
  }
  if (errors.length > 0) throw errors[0];
}

type Step<T> = { readonly iterator: AsyncIterator<T> } & (
  | { readonly kind: 'item'; readonly value: T }
  | { readonly kind: 'ended' }
  | { readonly kind: 'thrown'; readonly error: unknown }
);

/** Never rejects: a rejection that nobody waits for any more would end the process. */
async function advance<T>(iterator: AsyncIterator<T>): Promise<Step<T>> {
  try {
    const result = await iterator.next();
    return result.done ? { kind: 'ended', iterator } : { kind: 'item', iterator, value: result.value };
  } catch (error) {
    return { kind: 'thrown', iterator, error };
  }
}
