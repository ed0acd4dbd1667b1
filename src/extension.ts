import * as vscode from 'vscode';
import { once } from './core/once.ts';
import { registerQuickFix } from './editor/gaps/register.ts';
import { createLog, type Log } from './editor/log.ts';
import type { Outside } from './editor/outside.ts';
import { registerShell } from './editor/shell.ts';

/** What the window waits for when it closes; nothing while nothing was asked for. */
let settle: (() => Promise<void>) | undefined;

/** Builds the parts and hands them on: no disk, no network, no secrets before somebody asks for something. */
export function activate(context: vscode.ExtensionContext): void {
  const log = createLog();
  const outside = reachOutside(context, log);
  const load = once(async () => {
    const { createEasel } = await import('./editor/easel.ts');
    const easel = createEasel(context, outside, log);
    context.subscriptions.push(easel);
    settle = easel.settled;
    return easel;
  });
  context.subscriptions.push(log, registerQuickFix(outside, log), registerShell(load));
}

/** VS Code waits some seconds for it: what is complete reaches the disk and the ledger, what is on its way does not. */
export async function deactivate(): Promise<void> {
  await settle?.();
}

/** What lies outside the editor, each part loaded when it is first needed. */
function reachOutside(context: vscode.ExtensionContext, log: Log): Outside {
  const dist = vscode.Uri.joinPath(context.extensionUri, 'dist');
  const storage = context.globalStorageUri;
  const raster = once(async () => {
    const { createRaster } = await import('./raster/raster.ts');
    const made = createRaster({ workerFile: vscode.Uri.joinPath(dist, 'rasterWorker.js').fsPath, log });
    context.subscriptions.push(made);
    return made;
  });
  return {
    ledger: once(async () =>
      (await import('./disk/ledger/ledgerFiles.ts')).openLedger(vscode.Uri.joinPath(storage, 'ledger').fsPath),
    ),
    disk: once(async () => (await import('./disk/disk.ts')).openDisk(storage.fsPath)),
    async connect({ server, key, timeout, memory }) {
      const { createOpenAI } = await import('./provider/openai.ts');
      return createOpenAI({
        server,
        key,
        timeoutMs: timeout,
        memory,
        log: (line) => log.info(JSON.stringify(line)),
      });
    },
    placeholder: once(async () => {
      const { createPlaceholder } = await import('./provider/placeholder/placeholder.ts');
      return createPlaceholder({
        raster: await raster(),
        loadFont: () => readFont(vscode.Uri.joinPath(dist, 'placeholder.woff')),
      });
    }),
    raster,
    checkKey: async (...asked) => (await import('./provider/openai.ts')).checkKey(...asked),
    findEndpoints: async (...asked) =>
      (await import('./provider/endpoints.ts')).findEndpoints(...asked, (line) => log.info(JSON.stringify(line))),
    examine: async (...asked) =>
      (await import('./provider/examine.ts')).examine(...asked, (line) => log.info(JSON.stringify(line))),
    findPlace: async (...asked) => (await import('./documents/place.ts')).findPlace(...asked),
    globs: async () => (await import('./documents/glob.ts')).matchesGlob,
    findImages: async (...asked) => (await import('./documents/gaps/images.ts')).findImages(...asked),
    findListItems: async (...asked) => (await import('./documents/markdown/listItems.ts')).findListItems(...asked),
    environmentKey: () => process.env.OPENAI_API_KEY?.trim() || undefined,
    environmentProxies: () => {
      const names = ['https_proxy', 'http_proxy', 'no_proxy'].flatMap((name) => [name, name.toUpperCase()]);
      return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
    },
    platform: () => `${process.platform} ${process.arch}`,
    sha256: async (bytes) => (await import('./disk/fileFacts.ts')).sha256(bytes),
  };
}

async function readFont(file: vscode.Uri): Promise<ArrayBuffer> {
  return new Uint8Array(await vscode.workspace.fs.readFile(file)).buffer;
}
