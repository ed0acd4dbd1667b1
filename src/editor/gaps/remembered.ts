import * as v from 'valibot';
import * as vscode from 'vscode';
import type { Wish } from '../generation/wish.ts';
import type { LiveRow, LiveSheet } from './sheet.ts';

const KEY = 'easel.sheet';

/** A sheet of gaps as the workspace's state keeps it; one of selections has places that no reload survives. */
const Remembered = v.object({
  id: v.string(),
  title: v.string(),
  rows: v.array(
    v.object({
      id: v.string(),
      prompt: v.string(),
      place: v.string(),
      from: v.exactOptional(v.string()),
      reason: v.exactOptional(v.string()),
      ticked: v.boolean(),
      target: v.string(),
      scope: v.string(),
      options: v.object({
        count: v.literal(1),
        size: v.exactOptional(v.string()),
        outputFormat: v.picklist(['png', 'jpeg', 'webp']),
      }),
    }),
  ),
});

export interface RememberedSheet {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly LiveRow[];
}

/** Keeps the sheet for a reloaded window. */
export function rememberSheet(state: vscode.Memento, sheet: LiveSheet | undefined): void {
  const rows = (sheet?.rows ?? []).flatMap(({ wish, run: _, failure: __, ...row }) => {
    const { prompt, target, scope, options } = wish;
    return target && scope ? [{ ...row, prompt, target: target.toString(), scope: scope.toString(), options }] : [];
  });
  void state.update(KEY, sheet && rows.length > 0 ? { id: sheet.id, title: sheet.title, rows } : undefined);
}

/** What was kept, without the gaps that somebody has filled since. */
export async function readRemembered(state: vscode.Memento): Promise<RememberedSheet | undefined> {
  const kept = v.safeParse(Remembered, state.get(KEY));
  if (!kept.success) return undefined;
  const { id, title, rows } = kept.output;
  const open = await Promise.all(
    rows.map(async ({ prompt, target: file, scope, options, ...row }): Promise<readonly LiveRow[]> => {
      const target = vscode.Uri.parse(file);
      const wish: Wish = { prompt, options, scope: vscode.Uri.parse(scope), target };
      return (await isThere(target)) ? [] : [{ ...row, wish }];
    }),
  );
  return { id, title, rows: open.flat() };
}

/** Whether there is something at a place. */
export async function isThere(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
