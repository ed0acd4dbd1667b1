import * as assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { AgentTool } from '../../src/core/agentTool.ts';
import { type Pixels, readPixels } from '../support/imagesPixels.ts';
import { encodePng } from '../support/imagesPng.ts';
import { folder } from './places.ts';
import { panelTab, type Stage } from './stage.ts';

/** One image as an answer names it. */
export interface Told {
  readonly path: string;
  /** `64 x 64 px, PNG, 240 bytes` */
  readonly size: string;
  readonly markdown: string;
  readonly html: string;
}

/** What a call of a tool has brought. */
export interface Answer {
  readonly text: string;
  readonly images: readonly Told[];
  readonly cost: string;
  readonly notes: readonly string[];
  readonly notMade: readonly string[];
  /** The small copies, decoded, with their media types. */
  readonly previews: readonly (Pixels & { readonly mimeType: string })[];
}

/**
 * Lets the tools be called without a person who allows each call, as VS Code's own tests do: there the question is a dialog of
 * the window, which no test reaches.
 */
export function useAgent(): void {
  const allow = (on: boolean | undefined) =>
    vscode.workspace.getConfiguration('chat.tools.global').update('autoApprove', on, vscode.ConfigurationTarget.Global);
  const setTestMode = (on: boolean) =>
    vscode.commands.executeCommand('setContext', 'vscode.chat.tools.global.autoApprove.testMode', on);
  before(async () => {
    await setTestMode(true);
    await allow(true);
  });
  after(async () => {
    await allow(undefined);
    await setTestMode(false);
  });
}

/** Calls a tool as an agent does. Rejects with the text that the model gets. */
export async function callTool(tool: AgentTool, input: object, token?: vscode.CancellationToken): Promise<Answer> {
  const result = await vscode.lm.invokeTool(tool, { input, toolInvocationToken: undefined }, token);
  return readAnswer(result);
}

/** The text that a call that fails is answered with. */
export async function errorOf(tool: AgentTool, input: object): Promise<string> {
  return callTool(tool, input).then(
    ({ text }) => assert.fail(`it brought something: ${text}`),
    (error: unknown) => (error instanceof Error ? error.message : assert.fail(String(error))),
  );
}

/** An answer of a tool, taken apart and decoded. */
export async function readAnswer({ content }: vscode.LanguageModelToolResult): Promise<Answer> {
  const [first, ...rest] = content;
  assert.ok(first instanceof vscode.LanguageModelTextPart, 'the text comes first');
  const text = first.value;
  const all = (start: RegExp) => text.split('\n').flatMap((line) => (start.test(line) ? [line.replace(start, '')] : []));
  const [sizes, markdown, html] = [all(/^ {2}size: /), all(/^ {2}Markdown: /), all(/^ {2}HTML: /)];
  const images = all(/^- path: /).map((path, index) => ({
    path,
    size: sizes[index] ?? '',
    markdown: markdown[index] ?? '',
    html: html[index] ?? '',
  }));
  const previews = await Promise.all(
    rest.map(async (part) => {
      assert.ok(part instanceof vscode.LanguageModelDataPart, 'the others are images');
      return { ...(await readPixels(part.data)), mimeType: part.mimeType };
    }),
  );
  const [cost = ''] = all(/^Cost: /);
  return { text, images, cost, notes: all(/^Note: /), notMade: all(/^Not made: /), previews };
}

/** A picture in the first folder of the workspace, all of one gradient; the path as an agent writes it. */
export async function putPicture(path: string, width = 64, height = 48): Promise<string> {
  const file = join(folder('first'), path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, encodePng(width, height, [10, 60, 200, 255], [240, 200, 20, 255]));
  return path;
}

/** The file that an answer names. */
export function fileOf({ path }: Pick<Told, 'path'>): string {
  const [name = '', ...rest] = path.split('/');
  assert.ok(name === 'first' || name === 'second', `${path} begins with the name of its folder`);
  return join(folder(name), ...rest);
}

/** Every file of the workspace with its bytes, to see that nothing else has changed. */
export async function everyFile(): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const name of ['first', 'second'] as const) {
    for (const entry of await readdir(folder(name), { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile()) files.set(path, (await readFile(path)).toString('base64'));
    }
  }
  return files;
}

/** Nobody was asked or told anything, and no panel was opened. */
export function assertQuiet({ shown, boxes, picks }: Stage): void {
  assert.deepEqual([shown, boxes, picks], [[], [], []], 'no dialog and no message');
  assert.equal(panelTab(), undefined, 'no panel');
}
