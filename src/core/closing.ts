import type { KeepParts } from './keep.ts';
import type { Entry } from './ledger.ts';

/** Work that a window that closes waits for. */
export interface Closing {
  /**
   * The same parts, whose saving and writing down is waited for. What ends only because the window closes is not written
   * down: nobody cancelled it, and the next window says that its end is unknown.
   */
  guard(parts: KeepParts): KeepParts;
  /**
   * The same events of a run, whose end is waited for. A window that closes cancels its runs, so that is soon; what has
   * arrived by then is still put together and saved.
   */
  follow<T>(events: AsyncIterable<T>): AsyncIterable<T>;
  /** The window closes: resolves when nothing of it is left, nor of what follows it at once. */
  settled(): Promise<void>;
}

export function createClosing(): Closing {
  const pending = new Set<Promise<unknown>>();
  let isClosing = false;

  async function track<T>(work: Promise<T>): Promise<T> {
    pending.add(work);
    try {
      return await work;
    } finally {
      pending.delete(work);
    }
  }

  return {
    guard({ shelf, ledger, ...rest }) {
      return {
        ...rest,
        shelf: {
          ...shelf,
          keep: (...asked) => track(shelf.keep(...asked)),
          keepRaw: (...asked) => track(shelf.keepRaw(...asked)),
        },
        ledger: {
          ...ledger,
          append: async (entry) => (isClosing && isEnd(entry) ? undefined : track(ledger.append(entry))),
        },
      };
    },
    async *follow(events) {
      let end = () => {};
      void track(
        new Promise<void>((resolve) => {
          end = resolve;
        }),
      );
      try {
        yield* events;
      } finally {
        end();
      }
    },
    async settled() {
      isClosing = true;
      while (pending.size > 0) {
        await Promise.allSettled(pending);
        await new Promise((resolve) => setTimeout(resolve));
      }
    },
  };
}

/** What a run writes when it is cancelled. */
function isEnd(entry: Entry): boolean {
  return entry.kind === 'ended' || (entry.kind === 'failed' && entry.failure.kind === 'cancelled');
}
