import type { Examination } from '../core/examination.ts';
import type { ImageReference } from '../core/gap.ts';
import type { Bytes } from '../core/image.ts';
import type { Ledger } from '../core/ledger.ts';
import type { Endpoint } from '../core/models.ts';
import type { InsertMode, Place, PlacedDocument, TextRange } from '../core/place.ts';
import type { Raster } from '../core/raster.ts';
import type { Server } from '../core/server.ts';
import type { ServerMemory } from '../core/serverMemory.ts';
import type { Spooled } from '../core/spool.ts';
import type { ImageProvider } from '../core/task.ts';

/** What is needed of the disk, for `file:` folders. Paths are absolute. Everything throws `Failed` `noPlace` or `invalid`. */
export interface Disk {
  /** Says whether the save folder is allowed, and creates nothing. */
  checkFolder(root: string, relative: string): Promise<void>;
  /** The save folder's absolute path, created, inside `root` after links are followed. */
  prepareFolder(root: string, relative: string): Promise<string>;
  /** Tries whether it can be written into, and leaves nothing behind. */
  probeFolder(root: string, relative: string): Promise<void>;
  saveNew(
    folder: string,
    base: string,
    extension: string,
    bytes: Bytes,
    spooled?: Spooled,
  ): Promise<{ readonly path: string; readonly name: string }>;
  /** The same for a name that a document refers to: nothing but a file of exactly that name is in its way. */
  saveExact: Disk['saveNew'];
  /** A temporary file in a folder of `root` for the bytes of an image that is to be saved there, while they arrive. */
  spool(root: string, relative: string): Spooled;
  /** Hex SHA-256 of a file. */
  hashFile(path: string): Promise<string>;
  /** Moves a file into the bin and answers where it lies there. */
  discard(path: string): Promise<string>;
  discardBytes(bytes: Bytes, name: string): Promise<string>;
  /** Takes it back out, under its old path or the next free name. */
  takeBack(bin: string, path: string): Promise<string>;
  /** Removes the files of a folder that nobody owns and that are older than a day. `owned` are paths. Never throws. */
  sweepLeftovers(folder: string, owned: readonly string[]): Promise<void>;
  /** The same for the files in its hashed folders that nobody has used for a month. Never throws. */
  sweepHashed(folder: string, owned: readonly string[]): Promise<void>;
  /** Says of a file that it is used, and answers whether it is there. Never throws. */
  touch(path: string): Promise<boolean>;
}

/** A provider for one server with one key, if there is one. */
export interface Connection {
  readonly server: Server;
  readonly key: string | undefined;
  /** ms, for one request */
  readonly timeout: number;
  /** What is learned of servers. */
  readonly memory: ServerMemory;
}

/**
 * What the editor's part needs of the others. `extension.ts` hands it over, and each function loads its library on its
 * first call: activation loads none.
 */
export interface Outside {
  ledger(): Promise<Ledger>;
  disk(): Promise<Disk>;
  connect(connection: Connection): Promise<ImageProvider>;
  placeholder(): Promise<ImageProvider>;
  raster(): Promise<Raster>;
  /** Asks the server whether it takes the key; only a 401 says no. */
  checkKey(server: Server, key: string, signal: AbortSignal): Promise<'accepted' | 'rejected' | 'unknown'>;
  /** Which endpoints a server has, by free requests; undefined where it does not tell. Throws `Failed` `cancelled`. */
  findEndpoints(
    server: Server,
    key: string | undefined,
    timeout: number,
    signal: AbortSignal,
  ): Promise<readonly Endpoint[] | undefined>;
  /** Looks at a server without cost, by its list of models. `timeout` in ms. Throws `Failed` `cancelled` only. */
  examine(server: Server, key: string | undefined, timeout: number, signal: AbortSignal): Promise<Examination>;
  findPlace(document: PlacedDocument, range: TextRange, mode: InsertMode): Promise<Place>;
  /** Whether a glob of `markdown.copyFiles.destination` matches a path. */
  globs(): Promise<(glob: string, path: string) => boolean>;
  /** The image references of a document, whether their files exist or not. */
  findImages(document: PlacedDocument): Promise<readonly ImageReference[]>;
  /** The list items that a range touches, each without its marker. */
  findListItems(document: PlacedDocument, range: TextRange): Promise<readonly TextRange[]>;
  /** `OPENAI_API_KEY` of the environment in which VS Code was started. */
  environmentKey(): string | undefined;
  /** The variables of that environment that name a proxy or its exceptions, as far as they are set. */
  environmentProxies(): Readonly<Record<string, string>>;
  /** `linux x64` */
  platform(): string;
  /** Hex SHA-256. */
  sha256(bytes: Bytes): Promise<string>;
}
