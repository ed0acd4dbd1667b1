import * as vscode from 'vscode';
import type { ExportFile } from '../../core/exportPlan.ts';
import { renderExport } from '../../core/exportRender.ts';
import { Failed, invalid } from '../../core/failure.ts';
import type { Bytes } from '../../core/image.ts';
import { altText } from '../../core/prompt.ts';
import type { ExportChange, ExportView } from '../../core/protocol.ts';
import { readSubject } from '../generation/subject.ts';
import type { Log } from '../log.ts';
import type { Outside } from '../outside.ts';
import type { Panel } from '../panel/panel.ts';
import { reachablePicture } from '../panel/reachable.ts';
import { exists, nameOf, readFile } from '../pictures/files.ts';
import type { Store } from '../store.ts';
import { requireTrust } from '../trust.ts';
import { applyChange, firstChoices, viewFiles } from './choices.ts';
import { chosenFolder, findExportFolder } from './folder.ts';
import { baseOf, filesOf, type Sheet, tickedOf, wantedOf } from './sheet.ts';
import { snippetsFor } from './snippets.ts';
import { viewExport } from './view.ts';
import { resultOf, sayWritten } from './words.ts';
import { type ReadyFile, writeFiles } from './writing.ts';

/** The sheet on which the sizes of a picture are chosen, and what makes them. An id of another sheet does nothing. */
export interface Exporting extends vscode.Disposable {
  /** Throws `Failed`: `noFile`, `badImage` with its name, `raster`. */
  open(picture: vscode.Uri): Promise<void>;
  view(): ExportView | undefined;
  change(sheet: string, change: ExportChange): Promise<void>;
  chooseFolder(sheet: string): Promise<void>;
  /**
   * Makes what is ticked. Throws `Failed`: `untrusted`, `noFile`, `raster`, `cancelled`, `noPlace`; `invalid` (picture) where
   * the picture is another one by now.
   */
  run(sheet: string): Promise<void>;
  cancel(sheet: string): void;
  copySnippet(sheet: string, snippet: number): Promise<void>;
  close(sheet: string): void;
  readonly onChange: vscode.Event<void>;
}

/** What exporting works with. */
export interface ExportingParts {
  readonly outside: Outside;
  readonly panel: Panel;
  readonly store: Store;
  readonly log: Log;
  readonly context: vscode.ExtensionContext;
}

export function createExporting({ outside, panel, store, log, context }: ExportingParts): Exporting {
  const changed = new vscode.EventEmitter<void>();
  let current: Sheet | undefined;
  let opening = 0;
  let running: AbortController | undefined;

  function opened(sheet: string): Sheet | undefined {
    return current?.id === sheet ? current : undefined;
  }

  function update(sheet: string, part: Partial<Sheet>): void {
    const open = opened(sheet);
    if (!open) return;
    current = { ...open, ...part };
    changed.fire();
  }

  async function open(picture: vscode.Uri): Promise<void> {
    opening += 1;
    const turn = opening;
    const subject = await readSubject(outside, picture, new AbortController().signal);
    const sha256 = await outside.sha256(subject.bytes);
    const shown = await reachablePicture(outside, context.globalStorageUri, picture, subject);
    const choices = firstChoices(subject.facts);
    const folder = await findExportFolder(picture, choices.preset);
    // A picture that was opened later is the one that is wanted.
    if (turn !== opening) return;
    running?.abort();
    const id = `export-${turn}-${sha256.slice(0, 32)}`;
    const sheet = {
      id,
      picture,
      sha256,
      facts: subject.facts,
      shown,
      choices,
      folder,
      isChosen: false,
      taken: new Set<string>(),
    };
    current = sheet;
    await look(id);
  }

  /** Which names are taken now. What comes after that is found out when the files are written. */
  async function look(sheet: string): Promise<void> {
    changed.fire();
    const open = opened(sheet);
    if (!open) return;
    const names = filesOf(open).map(({ name }) => name);
    const found = await Promise.all(names.map((name) => exists(vscode.Uri.joinPath(open.folder.uri, name))));
    // The folder may be another one by now.
    if (opened(sheet)?.folder !== open.folder) return;
    update(sheet, { taken: new Set(names.filter((_, index) => found[index])) });
  }

  async function change(sheet: string, wanted: ExportChange): Promise<void> {
    const open = opened(sheet);
    if (!open || open.progress) return;
    const files = viewFiles(filesOf(open), open.choices, open.taken);
    const choices = applyChange(open.choices, wanted, (file) => files.find(({ id }) => id === file)?.name);
    update(sheet, { choices, result: undefined });
    if (wanted.of === 'preset' && !open.isChosen) {
      const folder = await findExportFolder(open.picture, choices.preset);
      if (opened(sheet)?.choices.preset === choices.preset) update(sheet, { folder });
    }
    if (wanted.of === 'preset' || wanted.of === 'size' || wanted.of === 'format') await look(sheet);
  }

  async function render(
    open: Sheet,
    bytes: Bytes,
    files: readonly ExportFile[],
    signal: AbortSignal,
  ): Promise<readonly ReadyFile[]> {
    const raster = await outside.raster();
    const ready: ReadyFile[] = [];
    for (const file of files) {
      update(open.id, { progress: { done: ready.length, total: files.length } });
      const made = await renderExport(raster, bytes, file, signal);
      ready.push({ name: file.name, bytes: made, replace: open.choices.replaced.has(file.name) });
    }
    return ready;
  }

  /** Everything is made before the first file is written: what is cancelled leaves nothing behind. */
  async function make(open: Sheet, signal: AbortSignal): Promise<void> {
    const bytes = await readFile(open.picture);
    if ((await outside.sha256(bytes)) !== open.sha256) throw invalid({ field: 'picture', name: nameOf(open.picture) });
    const plan = filesOf(open);
    const files = wantedOf(open, plan);
    const ready = await render(open, bytes, files, signal);
    if (signal.aborted) throw new Failed({ kind: 'cancelled', billable: false });
    await open.folder.prepare(outside);
    const outcome = await writeFiles(outside, open.folder.uri, ready);
    const there = plan.filter(({ name }) => outcome.written.some((file) => file.name === name) || open.taken.has(name));
    const ticked = new Set(tickedOf(open, plan).map(({ name }) => name));
    const snippets = snippetsFor(
      open.choices.preset,
      there.filter(({ name }) => ticked.has(name)),
      open.folder.uri,
      altOf(open),
    );
    update(open.id, { result: { ...resultOf(outcome, open.folder.label), snippets } });
    void sayWritten(outside, outcome, open.folder.label).catch((error) => log.error(error));
    if (outcome.failure) throw new Failed(outcome.failure);
  }

  /** A picture of ours has its words; of another one the name has to do. */
  function altOf({ picture }: Sheet): string {
    const known = [...store.state.pictures.values()].find(({ uri }) => uri === picture.toString());
    return known?.alt ?? altText(baseOf(picture).replace(/[-_]+/g, ' '));
  }

  return {
    open,
    view: () => current && viewExport(current, filesOf(current), panel),
    change,
    async chooseFolder(sheet) {
      const open = opened(sheet);
      if (!open || open.progress) return;
      const picked = await vscode.window.showOpenDialog({
        title: vscode.l10n.t('Where do the files go?'),
        openLabel: vscode.l10n.t('Choose'),
        defaultUri: open.folder.uri,
        canSelectFolders: true,
        canSelectFiles: false,
      });
      if (!picked?.[0]) return;
      update(sheet, { folder: chosenFolder(picked[0]), isChosen: true, result: undefined });
      await look(sheet);
    },
    async run(sheet) {
      requireTrust();
      const open = opened(sheet);
      // A double click must not write twice.
      if (!open || running || wantedOf(open, filesOf(open)).length === 0) return;
      const controller = new AbortController();
      running = controller;
      update(sheet, { result: undefined });
      try {
        await make(open, controller.signal);
      } finally {
        running = undefined;
        update(sheet, { progress: undefined });
        await look(sheet);
      }
    },
    cancel: (sheet) => opened(sheet) && running?.abort(),
    async copySnippet(sheet, snippet) {
      const text = opened(sheet)?.result?.snippets[snippet]?.text;
      if (text === undefined) return;
      await vscode.env.clipboard.writeText(text);
      vscode.window.setStatusBarMessage(vscode.l10n.t('Copied.'), 3000);
    },
    close(sheet) {
      if (!opened(sheet)) return;
      opening += 1;
      running?.abort();
      current = undefined;
      changed.fire();
    },
    onChange: changed.event,
    dispose() {
      running?.abort();
      changed.dispose();
    },
  };
}
