import type { Failure } from './failure.ts';

/** A model as a server lists it. A list informs and never forbids: it may omit a model that works. */
export interface ListedModel {
  readonly id: string;
  /** The day on which it ends or ended: `2026-12-01`. */
  readonly shutdownDate?: string;
}

/** What the free look at a server found. */
export interface Examination {
  /** From sending to the answer's last byte. */
  readonly ms: number;
  /** Absent where no answer came. */
  readonly status?: number;
  /** Absent where the server answered as one that speaks the API. */
  readonly failure?: Failure;
  /** Absent where the answer is no list, which many servers that work have none of. */
  readonly models?: readonly ListedModel[];
}
