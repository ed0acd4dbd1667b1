import { Failed } from './failure.ts';

/** Requests in flight over all runs of a window (promises.md, "The wire"). */
export const IN_FLIGHT = 4;

/** What a queue needs from outside. */
export interface QueueParts {
  /** The most requests in flight, over all runs. */
  readonly limit: number;
  /** ms since 1970 */
  readonly now: () => number;
  /** Resolves after `ms`, or rejects early when `signal` is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
}

/** ms; the longest cool-down (promises.md, "The wire"). */
const LONGEST = 60_000;
/** ms; how long after a cool-down the first comes back, by chance: up to a quarter of it, within these bounds. */
const SPREAD = { least: 250, most: 5000 };
/**
 * ms; those who waited together come back this far after one another. A server that is still busy says so to the first of them,
 * and the others, who hear of it, have not spent one of their tries.
 */
const PACE = 250;
/** ms; the first wait where the server named no time. It doubles with each attempt. */
const FIRST_WAIT = 1000;

/** A request's place among those in flight. */
export interface Place {
  /**
   * All its images are here, and only keeping them is left: the next one may be sent. Where as many answers as requests may be
   * in flight are being kept already, the place is held: a disk that hangs must not have images made that it cannot take.
   */
  answered(): void;
  /** All is done. Calling it twice does nothing. */
  release(): void;
}

/** Nobody asks a server from `since` until `until`, and the first of those who wait a bit later. */
interface CoolDown {
  /** ms since 1970 */
  readonly since: number;
  readonly until: number;
  /** ms */
  readonly later: number;
}

/** Who may send now: a few requests at a time, first come, first served, and nobody while their server cools down. */
export class Queue {
  readonly #parts: QueueParts;
  readonly #line: (() => void)[] = [];
  readonly #coolDowns = new Map<string, CoolDown>();
  /** What has those look anew who wait for a server, in the order in which they began to wait; and until when, in ms since 1970. */
  readonly #waiting = new Map<string, Map<() => void, number>>();
  #inFlight = 0;
  #keeping = 0;

  constructor(parts: QueueParts) {
    this.#parts = parts;
  }

  /**
   * Resolves with the place once it is free.
   * `onWait` hears, in ms since 1970, until when this request waits for its server; a wait may be prolonged.
   * Throws `Failed` `cancelled`, at once when `signal` is aborted and without keeping a place.
   */
  async take(origin: string, signal: AbortSignal, onWait?: (until: number) => void): Promise<Place> {
    for (;;) {
      // A request that cools down holds no place: other servers' requests go on.
      await this.#coolOff(origin, signal, onWait);
      const place = await this.#place(signal);
      if (signal.aborted) {
        place.release();
        throw cancelled();
      }
      // The server may have said 429 to another one while this one stood in line.
      if (!this.#coolDownOf(origin)) return place;
      place.release();
    }
  }

  /**
   * After a 429: nobody asks `origin` again before `until` (ms since 1970), or, where the server named no time or one
   * that is past, for 1 s, 2 s, 4 s … by `attempt` (1 after the first 429). At most 60 s.
   * A longer cool-down that runs is kept. Answers its end in ms since 1970; each request comes back a little later.
   */
  coolDown(origin: string, until: number | undefined, attempt: number): number {
    const since = this.#parts.now();
    const named = until !== undefined && until > since ? until : since + FIRST_WAIT * 2 ** Math.max(0, attempt - 1);
    const running = this.#coolDowns.get(origin);
    // Who asks for an hour is not waited for anyway, so the spread fits into the minute.
    const capped = named > since + LONGEST ? since + LONGEST - SPREAD.most : named;
    if (running && running.until >= capped) return running.until;
    const spread = Math.min(Math.max((capped - since) / 4, SPREAD.least), SPREAD.most);
    this.#coolDowns.set(origin, { since, until: capped, later: this.#parts.random() * spread });
    for (const lookAnew of this.#waiting.get(origin)?.keys() ?? []) lookAnew();
    return capped;
  }

  async #coolOff(origin: string, signal: AbortSignal, onWait?: (until: number) => void): Promise<void> {
    const all = this.#waiting.get(origin) ?? new Map<() => void, number>();
    this.#waiting.set(origin, all);
    let wake = () => {};
    const own = () => wake();
    // Who comes when it is over stands behind those who still wait.
    let behind = Math.max(...all.values()) + PACE;
    all.set(own, behind);
    try {
      for (;;) {
        const coolDown = this.#coolDownOf(origin);
        const until = coolDown ? this.#returnTime(coolDown, [...all.keys()].indexOf(own)) : behind;
        if (!coolDown && until <= this.#parts.now()) return;
        if (signal.aborted) throw cancelled();
        behind = 0;
        all.set(own, until);
        onWait?.(until);
        const prolonged = new Promise<void>((resolve) => {
          wake = resolve;
        });
        await this.#sleep(until - this.#parts.now(), signal, prolonged);
      }
    } finally {
      all.delete(own);
    }
  }

  /** The one that runs. */
  #coolDownOf(origin: string): CoolDown | undefined {
    const coolDown = this.#coolDowns.get(origin);
    return coolDown && coolDown.until > this.#parts.now() ? coolDown : undefined;
  }

  /** The end of the cool-down, and more the more wait before this one, so that they do not come back in lock-step. */
  #returnTime({ since, until, later }: CoolDown, before: number): number {
    const room = Math.max(0, since + LONGEST - until);
    const spread = later + (before + this.#parts.random()) * PACE;
    return until + (room === 0 ? 0 : Math.round(spread % room));
  }

  /** Ends with the abort even where the given `sleep` is slow to hear of it, and early with `woken`. */
  async #sleep(ms: number, signal: AbortSignal, woken: Promise<void>): Promise<void> {
    const own = new AbortController();
    let stop = () => {};
    const stopped = new Promise<never>((_, reject) => {
      stop = () => reject(cancelled());
      signal.addEventListener('abort', stop, { once: true });
    });
    try {
      await Promise.race([this.#parts.sleep(ms, own.signal), woken, stopped]);
    } finally {
      signal.removeEventListener('abort', stop);
      own.abort();
    }
  }

  #place(signal: AbortSignal): Promise<Place> {
    if (signal.aborted) return Promise.reject(cancelled());
    if (this.#inFlight < this.#parts.limit) {
      this.#inFlight++;
      return Promise.resolve(this.#taken());
    }
    return new Promise((resolve, reject) => {
      const enter = () => {
        signal.removeEventListener('abort', leave);
        resolve(this.#taken());
      };
      const leave = () => {
        this.#line.splice(this.#line.indexOf(enter), 1);
        reject(cancelled());
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#line.push(enter);
    });
  }

  #taken(): Place {
    let state: 'inFlight' | 'keeping' | 'over' = 'inFlight';
    return {
      answered: () => {
        if (state !== 'inFlight' || this.#keeping >= this.#parts.limit) return;
        state = 'keeping';
        this.#keeping++;
        this.#next();
      },
      release: () => {
        if (state === 'inFlight') this.#next();
        else if (state === 'keeping') this.#keeping--;
        state = 'over';
      },
    };
  }

  /** The place goes straight to the next in line: nobody who comes just now can slip in between. */
  #next(): void {
    const next = this.#line.shift();
    if (next) next();
    else this.#inFlight--;
  }
}

function cancelled(): Failed {
  return new Failed({ kind: 'cancelled', billable: false });
}
