import * as vscode from 'vscode';
import { assertNever } from '../../core/failure.ts';
import type { NextStep } from '../../core/protocol.ts';
import type { CallId, Options, RunId } from '../../core/task.ts';
import type { Strength } from '../../core/variation.ts';
import type { KeyParts } from '../dialogs/key.ts';
import type { Generation, Retry } from '../generation/generation.ts';
import { wishForVariations } from '../generation/variation.ts';
import type { Wish } from '../generation/wish.ts';
import type { Log } from '../log.ts';
import type { Editing } from '../panel/editing.ts';
import type { Presenter } from '../panel/presenter.ts';
import { savePictureAs } from '../pictures/pictures.ts';
import { saveBytesAs } from '../pictures/saveAs.ts';
import type { Servers } from '../servers/here.ts';
import { readSettings } from '../settings.ts';
import type { Store } from '../store.ts';
import { leaveOut, useAnotherModel, useReplacement } from './modelSteps.ts';

const BILLING_PAGE = 'https://platform.openai.com/settings/organization/billing/overview';
const VERIFICATION_PAGE = 'https://platform.openai.com/settings/organization/general';

/** What a button belongs to: a run, or a wish that was refused before there was one. */
export interface About {
  readonly run?: RunId | undefined;
  /** Only these calls of the run. */
  readonly calls?: readonly CallId[] | undefined;
  readonly wish?: Wish;
  /** The setting that is wrong. */
  readonly setting?: string | undefined;
}

/** What the buttons under a failure do. */
export interface Steps {
  take(step: NextStep, about: About): Promise<void>;
}

/** What the steps work with. */
export interface StepParts extends KeyParts {
  readonly servers: Servers;
  readonly generation: Generation;
  readonly presenter: Presenter;
  readonly editing: Editing;
  readonly store: Store;
  readonly log: Log;
  readonly standIn: { on: boolean };
}

export function createSteps(parts: StepParts): Steps {
  const { generation, store } = parts;

  async function setKey(run: RunId | undefined): Promise<void> {
    const settings = readSettings(run === undefined ? undefined : generation.wishOf(run)?.scope);
    const { enterKey } = await import('../dialogs/key.ts');
    if (!(await enterKey(parts, parts.servers.of(settings).server()))) return;
    parts.standIn.on = false;
    if (run !== undefined && lacksKey(run)) await retry(run, parts);
  }

  function lacksKey(run: RunId): boolean {
    return (
      store.state.runs
        .get(run)
        ?.calls.some(({ state }) => state.kind === 'failed' && /^(noKey|badKey)$/.test(state.failure.kind)) ?? false
    );
  }

  /** The images that no folder took, one after the other; where there are none, the one that lies in Easel's storage. */
  async function saveByHand(run: RunId): Promise<void> {
    const images = generation.held.of(run);
    const stored = [...store.state.pictures.values()].find((picture) => picture.run === run && picture.state !== 'discarded');
    for (const image of images) {
      const uri = await saveBytesAs(parts.outside, image.bytes, image.info.type, image.name);
      if (uri) await generation.held.release(run, image, uri);
    }
    if (images.length > 0) return;
    if (stored) await savePictureAs(parts.outside, store, stored.id);
    else vscode.window.showInformationMessage(vscode.l10n.t('The image was in the memory of a window that is closed.'));
  }

  return {
    async take(step, { run, calls, wish, setting = 'easel.' }) {
      switch (step) {
        case 'tryAgain':
          if (run === undefined) return;
          return retry(run, parts, { calls });
        case 'editPrompt':
          return editPrompt({ run, wish }, parts);
        case 'varySubtly':
          return vary(run, 'subtle', parts);
        case 'varyMore':
          return vary(run, 'medium', parts);
        case 'varyStrongly':
          return vary(run, 'strong', parts);
        case 'reword':
          return editPrompt({ run, wish }, parts);
        case 'setKey':
          return setKey(run);
        case 'getKey':
          return (await import('../dialogs/key.ts')).openKeyPage();
        case 'openBilling':
          return openPage(BILLING_PAGE);
        case 'openVerification':
          return openPage(VERIFICATION_PAGE);
        case 'useReplacement':
          return useReplacement({ run, calls }, parts, retry);
        case 'chooseModel':
          return useAnotherModel({ run, calls }, parts, retry);
        case 'leaveOut':
          return leaveOut({ run, calls }, parts, retry);
        case 'chooseServer':
          await (await import('../servers/choose.ts')).chooseServer(parts);
          return;
        case 'openSettings':
          await vscode.commands.executeCommand('workbench.action.openSettings', setting);
          return;
        case 'saveAs':
          if (run !== undefined) await saveByHand(run);
          return;
        case 'showLog':
          return parts.log.show();
        case 'checkSetup':
          await vscode.commands.executeCommand('easel.checkSetup');
          return;
        case 'trust':
          await vscode.commands.executeCommand('workbench.trust.manage');
          return;
        default:
          return assertNever(step);
      }
    },
  };
}

async function retry(run: RunId, parts: StepParts, what: Retry = {}): Promise<void> {
  if (parts.generation.wishOf(run)) await parts.generation.retry(run, what);
  else await openEditor(run, parts, what.options);
}

async function editPrompt(
  { run, wish }: { readonly run: RunId | undefined; readonly wish: Wish | undefined },
  parts: StepParts,
): Promise<void> {
  const edited = wish ?? (run === undefined ? undefined : parts.generation.wishOf(run));
  if (edited?.edit && edited.edit.kind !== 'vary') {
    const { kind: mode, picture, references } = edited.edit;
    await parts.editing.open({ mode, picture, references, prompt: edited.prompt, options: edited.options });
    return parts.presenter.showEditor('prompt');
  }
  if (!edited && run !== undefined) return openEditor(run, parts);
  return parts.presenter.review({ wish: edited ?? { prompt: '', options: {} } });
}

/** What was painted for a request of an earlier window is in the page only: it is looked at again before it is sent. */
export async function openEditor(
  run: RunId,
  { store, editing, presenter }: Pick<StepParts, 'store' | 'editing' | 'presenter'>,
  changes?: Partial<Options>,
): Promise<void> {
  const state = store.state.runs.get(run);
  if (!state?.edit || state.edit.kind === 'vary') return;
  const { kind: mode, picture, references = [] } = state.edit;
  const reason = vscode.l10n.t('This request is of an earlier window. Look at the mask before you send it again.');
  const { size: _, ...options } = state.options;
  await editing.open({
    mode,
    picture: vscode.Uri.parse(picture),
    prompt: state.prompt,
    options: { ...options, ...changes },
    references: references.map((uri) => vscode.Uri.parse(uri)),
    reason,
  });
  presenter.showEditor();
}

async function vary(run: RunId | undefined, strength: Strength, { generation }: StepParts): Promise<void> {
  const wish = run === undefined ? undefined : generation.wishOf(run);
  if (!wish?.edit) return;
  const { picture, references } = wish.edit;
  const other = wishForVariations({ picture, references, strength, scope: wish.scope ?? picture });
  await generation.start({ ...wish, prompt: other.prompt, ...(other.edit && { edit: other.edit }) });
}

async function openPage(address: string): Promise<void> {
  await vscode.env.openExternal(vscode.Uri.parse(address));
}
