import type { KeepParts } from './keep.ts';

/** Work that a window that closes waits for. */
export interface Closing {
  /** The same parts, whose saving and writing down is waited for. */
  guard(parts: KeepParts): KeepParts;
  /** Resolves when nothing of it is left, nor of what follows it at once: an image is saved, then the ledger tells of it. */
  settled(): Promise<void>;
}

export function createClosing(): Closing {
  const pending = new Set<Promise<unknown>>();

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
          keep: (...asked) => track(shelf.keep(...asked)),
          keepRaw: (...asked) => track(shelf.keepRaw(...asked)),
        },
        ledger: { ...ledger, append: (entry) => track(ledger.append(entry)) },
      };
    },
    async settled() {
      while (pending.size > 0) {
        await Promise.allSettled(pending);
        await new Promise((resolve) => setTimeout(resolve));
      }
    },
  };
}
