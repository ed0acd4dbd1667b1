/** Something took longer than somebody waits for it. */
export class TooLate extends Error {
  constructor(ms: number) {
    super(`no answer within ${ms} ms`);
    this.name = 'TooLate';
  }
}

/** What `work` comes to, or {@link TooLate} after `ms`; it goes on by itself then. */
export function inTime<T>(work: PromiseLike<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new TooLate(ms)), ms);
    work.then(resolve, reject).then(() => clearTimeout(timer));
  });
}
