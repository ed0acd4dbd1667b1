/** One line of the table that README shows and `npm run bench` measures. */
export interface Row {
  /** What is measured. */
  readonly what: string;
  readonly unit: 'ms' | 'MB';
  /** What a person would otherwise have: measured in the same run on the same machine. */
  readonly against?: string;
  /** At most so many `times` the other, so much `more` than it, or `most` in all. Absent: shown to compare. */
  readonly aim?: { readonly times: number } | { readonly more: number } | { readonly most: number };
}

const EMPTY = 'an empty extension in the same host';
const SHELL = '`curl`, `jq -r` and `base64 -d` of the same answer';
const SDK = 'the SDK alone, written one by one';
const SHARP = 'native sharp doing the same alone';
const ONE = 'last byte of an answer → its file complete, 1 × 4 MB';
const TEN = 'last byte of an answer → its files complete, 10 × 2 MB';

/** Every promise about speed and size, by a name of its own. */
export const ROWS = {
  activation: { what: 'loading the extension and `activate()`', unit: 'ms', against: EMPTY, aim: { times: 2 } },
  activationMore: { what: 'loading the extension and `activate()`', unit: 'ms', against: EMPTY, aim: { more: 5 } },
  firstCommand: { what: 'first command after a start', unit: 'ms', against: 'an empty extension’s', aim: { more: 300 } },
  oneToShell: { what: ONE, unit: 'ms', against: SHELL, aim: { times: 0.7 } },
  oneToSdk: { what: ONE, unit: 'ms', against: SDK, aim: { times: 0.8 } },
  tenToShell: { what: TEN, unit: 'ms', against: SHELL, aim: { times: 0.7 } },
  tenToSdk: { what: TEN, unit: 'ms', against: SDK, aim: { times: 0.8 } },
  memory: {
    what: 'peak of memory over idle meanwhile, 10 × 2 MB',
    unit: 'MB',
    against: 'the size of the answer',
    aim: { times: 2 },
  },
  memoryToSdk: { what: 'peak of memory over idle meanwhile, 10 × 2 MB', unit: 'MB', against: SDK },
  block: { what: 'longest block of the event loop meanwhile, 10 × 2 MB', unit: 'ms', against: SDK, aim: { most: 30 } },
  composite1024: { what: 'an edit put together, 1024 × 1024 px', unit: 'ms', against: SHARP, aim: { times: 2 } },
  composite4096: { what: 'an edit put together, 4096 × 4096 px', unit: 'ms', against: SHARP, aim: { times: 2 } },
  queue: { what: '200 requests of 100 ms, 4 in flight', unit: 'ms', against: 'the ideal', aim: { times: 1.05 } },
  brush: { what: 'a mask’s stroke, script and paint per event, 95th percentile', unit: 'ms', aim: { most: 16 } },
  brushLongest: { what: 'a mask’s stroke, script and paint per event, longest', unit: 'ms', aim: { most: 50 } },
  historyFirst: { what: 'first rows of 10 000 history records, of 300 windows, longest of 5', unit: 'ms', aim: { most: 300 } },
  historyFirstOfOne: {
    what: 'first rows of 10 000 history records, of one window, longest of 5',
    unit: 'ms',
    aim: { most: 300 },
  },
  historyAll: { what: 'all rows of 10 000 history records, of 300 windows, longest of 5', unit: 'ms', aim: { most: 1000 } },
  historyAllOfOne: { what: 'all rows of 10 000 history records, of one window, longest of 5', unit: 'ms', aim: { most: 1000 } },
  historySearch: { what: 'a search through 10 000 history records, longest of 5', unit: 'ms', aim: { most: 100 } },
  gallery: { what: 'a new state of a panel with 200 images', unit: 'ms', aim: { most: 100 } },
  vsix: { what: 'the VSIX, for every system', unit: 'MB', aim: { most: 4.5 } },
} as const satisfies Readonly<Record<string, Row>>;

export type RowName = keyof typeof ROWS;

/** What was measured for one row, or why it could not be. */
export type Result = { readonly measured: number; readonly against?: number } | { readonly missing: string };

/** The rows that one bench measures. */
export type Results = Readonly<Partial<Record<RowName, Result>>>;
