import * as v from 'valibot';
import * as vscode from 'vscode';
import { Failed } from '../../core/failure.ts';
import { inTime } from '../../core/inTime.ts';
import { remoteHere } from '../words/remote.ts';
import type { Checks, CheckupParts } from './parts.ts';

const Manifest = v.object({ version: v.string() });

/** How long the keyring may take for each of its answers. ms */
const KEYRING_PATIENCE = 5000;

/** Of its own name, so that no key is ever touched. */
const PROBE = 'easel.probe';

/** A picture of 4 × 4 px, a PNG. */
const PICTURE = 'iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAIAAAAmkwkpAAAAD0lEQVR4nGM4gAQYiOMAAKhhJAEFsoHuAAAAAElFTkSuQmCC';

type Here = 'versions' | 'place' | 'trust' | 'raster' | 'keyring';

/** The checks of what is on this machine, without settings and servers. */
export function machineChecks({ outside, secrets }: CheckupParts, signal: AbortSignal): Pick<Checks, Here> {
  const extension = vscode.extensions.getExtension('easel.easel');
  return {
    async versions() {
      const manifest = v.safeParse(Manifest, extension?.packageJSON);
      return {
        check: 'versions',
        easel: manifest.success ? manifest.output.version : '',
        editor: vscode.env.appName,
        version: vscode.version,
        platform: outside.platform(),
      };
    },
    async place() {
      const kind = extension?.extensionKind === vscode.ExtensionKind.UI ? 'ui' : 'workspace';
      return { check: 'place', remote: remoteHere(), kind };
    },
    async trust() {
      return { check: 'trust', isTrusted: vscode.workspace.isTrusted };
    },
    async raster() {
      const startedAt = performance.now();
      try {
        const picture = Uint8Array.from(atob(PICTURE), (character) => character.charCodeAt(0));
        await (await outside.raster()).background(picture, signal);
        return { check: 'raster', state: 'works', ms: Math.round(performance.now() - startedAt) };
      } catch (error) {
        if (!(error instanceof Failed)) throw error;
        // Whatever it says of the picture: that one is good.
        return { check: 'raster', state: 'failed', failure: { kind: 'raster' } };
      }
    },
    async keyring() {
      return { check: 'keyring', state: await tryKeyring(secrets) };
    },
  };
}

/** Puts an entry in, reads it and takes it away again. */
async function tryKeyring(secrets: CheckupParts['secrets']): Promise<'works' | 'fails' | 'forgets'> {
  const value = crypto.randomUUID();
  try {
    await inTime(secrets.store(PROBE, value), KEYRING_PATIENCE);
    return (await inTime(secrets.get(PROBE), KEYRING_PATIENCE)) === value ? 'works' : 'forgets';
  } catch {
    return 'fails';
  } finally {
    await inTime(secrets.delete(PROBE), KEYRING_PATIENCE).catch(() => undefined);
  }
}
