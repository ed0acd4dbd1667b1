import * as vscode from 'vscode';
import { faults } from '../support/imagesFaults.ts';
import type { Answer } from '../support/imagesServer.ts';
import { generate, panelTab, replace, type Stage, until } from './stage.ts';

/** A request on its way, with the panel closed: what ends now is said by toasts. */
export interface Running {
  /** Lets the server answer; resolves with the files. */
  finish(): Promise<readonly vscode.Uri[]>;
}

/** Runs `easel.generate` up to the moment when the server has the request, and closes the panel. */
export async function startHidden(stage: Stage, argument?: Readonly<Record<string, unknown>>): Promise<Running> {
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const held: Answer = async (...asked) => {
    await gate;
    await faults.good(...asked);
  };
  stage.server.answer(held);

  let closed: Promise<void> | undefined;
  const create = vscode.window.createWebviewPanel;
  const restore = replace(vscode.window, {
    createWebviewPanel: (...asked: Parameters<typeof create>) => {
      const panel = create(...asked);
      closed = new Promise((resolve) => panel.onDidDispose(resolve));
      return panel;
    },
  });
  try {
    const made = generate(argument);
    await until('the server has the request', () => stage.server.posts.length > 0);
    await vscode.window.tabGroups.close(await until('the panel is open', panelTab));
    await closed;
    return {
      finish() {
        open();
        return made;
      },
    };
  } finally {
    restore();
  }
}
