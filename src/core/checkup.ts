import { assertNever, type Failure } from './failure.ts';
import type { ProxyUse } from './proxy.ts';
import type { Remote } from './remote.ts';

/** What is checked, in the order in which it is told. */
export const CHECKS = [
  'versions',
  'place',
  'trust',
  'settings',
  'server',
  'proxy',
  'reach',
  'key',
  'organization',
  'model',
  'folder',
  'raster',
  'keyring',
] as const;
export type Check = (typeof CHECKS)[number];

/** What a check found, as plain facts: the sentences are made in `editor/words/`. */
export type Fact =
  | {
      readonly check: 'versions';
      readonly easel: string;
      /** `Visual Studio Code` */
      readonly editor: string;
      readonly version: string;
      /** `linux x64` */
      readonly platform: string;
    }
  /** `kind`: on which side VS Code runs the extension. */
  | { readonly check: 'place'; readonly remote: Remote | undefined; readonly kind: 'ui' | 'workspace' }
  | { readonly check: 'trust'; readonly isTrusted: boolean }
  /** One that is wrong; there is nothing to say of them otherwise. */
  | { readonly check: 'settings'; readonly failure: Failure }
  | {
      readonly check: 'server';
      readonly state: 'known';
      readonly baseUrl: string;
      /** As the user or its maker calls it. */
      readonly name?: string;
      readonly isInsecure: boolean;
    }
  /** The placeholder makes the images. */
  | { readonly check: 'server'; readonly state: 'none' }
  | { readonly check: 'server'; readonly state: 'failed'; readonly failure: Failure }
  | { readonly check: 'proxy'; readonly use: ProxyUse }
  | {
      readonly check: 'reach';
      /** `failed`: what answered, if anything did, is no image server. `unwell`: it answered, and something is wrong. */
      readonly state: 'failed' | 'unwell';
      readonly failure: Failure;
      readonly ms: number;
    }
  | {
      readonly check: 'reach';
      readonly state: 'answered';
      readonly host: string;
      readonly isEncrypted: boolean;
      readonly status: number;
      readonly ms: number;
    }
  | {
      readonly check: 'key';
      readonly origin: string;
      /**
       * Without a key: `missing`, `none` (whether it is wanted nobody knows), `notAsked` (the server answers without one).
       * With one: `accepted`, `rejected`, `mute` (it may not list models), `unproven`, `withheld` (nobody said that it may
       * travel without encryption), `untried` (nothing is sent here). `unreadable`: the keyring does not answer.
       */
      readonly state:
        | 'missing'
        | 'none'
        | 'notAsked'
        | 'accepted'
        | 'rejected'
        | 'mute'
        | 'unproven'
        | 'withheld'
        | 'untried'
        | 'unreadable';
    }
  /** `at`: ms since 1970. */
  | { readonly check: 'organization'; readonly state: 'refused'; readonly at: number }
  | { readonly check: 'organization'; readonly state: 'works' | 'unknown' }
  | {
      readonly check: 'model';
      readonly model: string;
      /** `ending`, `over`: it has a last day. */
      readonly state: 'ending' | 'over';
      readonly date: string;
      readonly replacement?: string;
    }
  /** `count`: how many models the server lists; `some`: the first of them. A list may omit a model that works. */
  | {
      readonly check: 'model';
      readonly model: string;
      readonly state: 'unlisted';
      readonly count: number;
      readonly some: readonly string[];
    }
  /** `known`: by Easel; `strange`: nobody knows it, which forbids nothing. */
  | { readonly check: 'model'; readonly model: string; readonly state: 'listed' | 'known' | 'strange' | 'builtIn' }
  | { readonly check: 'model'; readonly state: 'failed'; readonly failure: Failure }
  /** `folder`: as the setting has it; absent: Easel's own storage, because no folder is open. */
  | { readonly check: 'folder'; readonly state: 'writable'; readonly folder?: string }
  | { readonly check: 'folder'; readonly state: 'failed'; readonly failure: Failure }
  | { readonly check: 'raster'; readonly state: 'works'; readonly ms: number }
  | { readonly check: 'raster'; readonly state: 'failed'; readonly failure: Failure }
  /** `forgets`: it does not give back what was put in. */
  | { readonly check: 'keyring'; readonly state: 'works' | 'fails' | 'forgets' };

/** A check that came to no end. `untrusted`: it would send or write. `unencrypted`: nobody has allowed that here. */
export interface Stopped {
  readonly check: Check;
  readonly stopped: 'untrusted' | 'unencrypted' | 'time' | 'bug';
}

export type Finding = Fact | Stopped;

/** How bad it is, the worst first. */
export const LEVELS = ['problem', 'warning', 'unknown', 'good'] as const;
export type Level = (typeof LEVELS)[number];

const REACH_LEVELS: Levels<'reach'> = { failed: 'problem', unwell: 'warning', answered: 'good' };
const KEY_LEVELS: Levels<'key'> = {
  missing: 'problem',
  rejected: 'problem',
  unreadable: 'problem',
  withheld: 'warning',
  none: 'unknown',
  mute: 'unknown',
  unproven: 'unknown',
  untried: 'unknown',
  notAsked: 'good',
  accepted: 'good',
};
const ORGANIZATION_LEVELS: Levels<'organization'> = { refused: 'problem', unknown: 'unknown', works: 'good' };
const MODEL_LEVELS: Levels<'model'> = {
  over: 'problem',
  failed: 'problem',
  ending: 'warning',
  unlisted: 'warning',
  strange: 'unknown',
  listed: 'good',
  known: 'good',
  builtIn: 'good',
};
type Levels<C extends Check> = Readonly<Record<Extract<Fact, { check: C; state: string }>['state'], Level>>;

/** How bad a finding is. */
export function levelOf(finding: Finding): Level {
  if ('stopped' in finding) return finding.stopped === 'time' || finding.stopped === 'bug' ? 'problem' : 'unknown';
  switch (finding.check) {
    case 'versions':
    case 'place':
    case 'proxy':
      return 'good';
    case 'trust':
      return finding.isTrusted ? 'good' : 'warning';
    case 'settings':
      return 'problem';
    case 'server':
      if (finding.state === 'known') return finding.isInsecure ? 'warning' : 'good';
      return finding.state === 'none' ? 'good' : 'problem';
    case 'reach':
      return REACH_LEVELS[finding.state];
    case 'key':
      return KEY_LEVELS[finding.state];
    case 'organization':
      return ORGANIZATION_LEVELS[finding.state];
    case 'model':
      return MODEL_LEVELS[finding.state];
    case 'folder':
    case 'raster':
      return finding.state === 'failed' ? 'problem' : 'good';
    case 'keyring':
      return finding.state === 'works' ? 'good' : 'problem';
    default:
      return assertNever(finding);
  }
}

/** The worst first; those that are as bad as each other in the order in which they are told. */
export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  const rank = (finding: Finding) => LEVELS.indexOf(levelOf(finding)) * CHECKS.length + CHECKS.indexOf(finding.check);
  return findings.toSorted((a, b) => rank(a) - rank(b));
}
