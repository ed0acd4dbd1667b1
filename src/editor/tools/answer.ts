import * as vscode from 'vscode';
import { adviseAgent } from '../../core/agentAdvice.ts';
import { type AgentImage, answerAgent } from '../../core/agentAnswer.ts';
import { Failed, type Failure } from '../../core/failure.ts';
import type { Note } from '../../core/note.ts';
import { findPublicFolder, referencePath } from '../../core/publicFolder.ts';
import { writeReference } from '../../core/reference.ts';
import { type Picture, picturesOf, type Run } from '../../core/session.ts';
import type { RunId } from '../../core/task.ts';
import { segmentsWithin } from '../../core/uri.ts';
import { readLearned } from '../generation/prices.ts';
import type { Log } from '../log.ts';
import type { Outside } from '../outside.ts';
import { readSettings } from '../settings.ts';
import type { Store } from '../store.ts';
import { TYPE_NAMES } from '../words/labels.ts';
import { noteSentence } from '../words/notes.ts';
import { previewOf } from './preview.ts';

/** What answering works with. */
export interface AnswerParts {
  readonly outside: Outside;
  readonly store: Pick<Store, 'state'>;
  readonly log: Log;
}

/**
 * What a run has brought: a text with paths, sizes, references and cost, and a small copy of each image. Throws `Failed` with
 * the first failure of a run that has brought nothing.
 */
export async function answerOf(id: RunId, signal: AbortSignal, parts: AnswerParts): Promise<vscode.LanguageModelToolResult> {
  const { state } = parts.store;
  const run = state.runs.get(id);
  if (!run) throw new Error('The run is gone');
  const pictures = picturesOf(state, id);
  const failures = failuresOf(run);
  const [first] = failures;
  if (pictures.length === 0) throw new Failed(first ?? { kind: 'noImage' });
  const previews = await Promise.all(pictures.map((picture) => previewOf(picture, signal, parts)));
  const shown = previews.filter((preview) => preview !== undefined);
  const text = answerAgent({
    images: pictures.map(describe),
    run,
    prices: (await readLearned(parts)).prices,
    notes: [...new Set(run.notes.filter((note) => !isOfSeveral(note, pictures)).map(noteSentence))],
    failures: [...new Set(failures.map((failure) => adviseAgent(failure, { now: Date.now(), began: true })))],
    previews: shown.length,
  });
  return new vscode.LanguageModelToolResult([
    new vscode.LanguageModelTextPart(text),
    ...shown.map((preview) => vscode.LanguageModelDataPart.image(preview, 'image/webp')),
  ]);
}

/** Of several images with one name the others get a number: that is as it was asked for. */
function isOfSeveral(note: Note, pictures: readonly Picture[]): boolean {
  return note.kind === 'otherName' && pictures.some(({ name }) => name === note.wanted);
}

function failuresOf(run: Run): readonly Failure[] {
  const failed = run.calls.flatMap(({ state }) => (state.kind === 'failed' ? [state.failure] : []));
  return run.failure ? [run.failure, ...failed] : failed;
}

function describe({ uri, info, size, alt }: Picture): AgentImage {
  const file = vscode.Uri.parse(uri);
  const path = pathOf(file);
  return {
    path: vscode.workspace.asRelativePath(file).replaceAll('\\', '/'),
    width: info.width,
    height: info.height,
    type: TYPE_NAMES[info.type],
    bytes: size,
    markdown: writeReference('markdown', path, alt).text,
    html: writeReference('html', path, alt, { size: info }).text,
  };
}

/** As a document in the workspace folder refers to it; one that is served, as its site does, wherever in it a document lies. */
function pathOf(file: vscode.Uri): string {
  const workspace = vscode.workspace.getWorkspaceFolder(file);
  if (!workspace) return vscode.workspace.asRelativePath(file).replaceAll('\\', '/');
  const folder = segmentsWithin(workspace.uri.toString(), file.toString())?.slice(0, -1) ?? [];
  const { publicFolders } = readSettings(file);
  const project = findPublicFolder(folder, publicFolders)?.project ?? [];
  const document = vscode.Uri.joinPath(workspace.uri, ...project, 'index.html');
  return referencePath(document.toString(), file.toString(), workspace.uri.toString(), publicFolders);
}
