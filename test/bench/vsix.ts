import { stat } from 'node:fs/promises';
import { packageExtension } from '../support/vsix.ts';
import type { Results } from './rows.ts';

/** What a person downloads. */
export async function benchVsix(): Promise<Results> {
  const { size } = await stat(await packageExtension());
  return { vsix: { measured: size / 1e6 } };
}
