/** What saving on this machine's disk needs of `vscode`, for a process that is no extension host. */
import { pathToFileURL } from 'node:url';

/** A `file:` URI. */
interface FileUri {
  readonly scheme: 'file';
  readonly fsPath: string;
  toString(): string;
}

export const Uri = {
  file: (path: string): FileUri => ({ scheme: 'file', fsPath: path, toString: () => pathToFileURL(path).href }),
};
