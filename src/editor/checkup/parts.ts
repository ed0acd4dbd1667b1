import type * as vscode from 'vscode';
import type { Check, Finding } from '../../core/checkup.ts';
import type { Keys } from '../keys.ts';
import type { Log } from '../log.ts';
import type { Steps } from '../notices/steps.ts';
import type { Outside } from '../outside.ts';
import type { Servers } from '../servers/here.ts';

/** What the checks work with. */
export interface CheckupParts {
  readonly outside: Pick<Outside, 'disk' | 'environmentProxies' | 'examine' | 'ledger' | 'platform' | 'raster'>;
  readonly keys: Pick<Keys, 'get' | 'origins'>;
  readonly servers: Pick<Servers, 'of'>;
  readonly secrets: Pick<vscode.SecretStorage, 'get' | 'store' | 'delete'>;
  readonly log: Log;
  /** Where answers about unencrypted servers are kept. */
  readonly answers: vscode.Memento;
  /** Easel's own folder. */
  readonly storage: vscode.Uri;
  readonly steps: Steps;
}

/** One check each: what it found, or undefined where there is nothing to tell. */
export type Checks = Readonly<Record<Check, () => Promise<Finding | undefined>>>;
