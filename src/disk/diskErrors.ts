import { Failed } from '../core/failure.ts';

/** The system's code of an error, such as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Whether an error says that there is nothing at a path. */
export function isMissing(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** `Failed` `noPlace` for an error in writing to `folder`; a `Failed` stays what it is. */
export function noPlace(folder: string, error: unknown): Failed {
  if (error instanceof Failed) return error;
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new Failed({ kind: 'noPlace', reason: 'full', folder }, error);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new Failed({ kind: 'noPlace', reason: 'readOnly', folder }, error);
    default:
      return new Failed({ kind: 'noPlace', reason: 'other', folder }, error);
  }
}
