import * as vscode from 'vscode';
import { assertNever } from '../../core/failure.ts';
import { modelOf } from '../../core/models.ts';
import type { NextStep } from '../../core/protocol.ts';
import { readServer } from '../../core/server.ts';
import type { RunId } from '../../core/task.ts';
import type { KeyParts } from '../dialogs/key.ts';
import type { Generation } from '../generation/generation.ts';
import type { Log } from '../log.ts';
import type { Presenter } from '../panel/presenter.ts';
import { saveBytesAs, savePictureAs } from '../pictures/pictures.ts';
import { readSettings } from '../settings.ts';
import type { Store } from '../store.ts';

const BILLING_PAGE = 'https://platform.openai.com/settings/organization/billing/overview';
const VERIFICATION_PAGE = 'https://platform.openai.com/settings/organization/general';

/** What the buttons under a failure do. */
export interface Steps {
  /** `run`: the one the button belongs to. */
  take(step: NextStep, run: RunId | undefined): Promise<void>;
}

/** What the steps work with. */
export interface StepParts extends KeyParts {
  readonly generation: Generation;
  readonly presenter: Presenter;
  readonly store: Store;
  readonly log: Log;
  readonly standIn: { on: boolean };
}

export function createSteps(parts: StepParts): Steps {
  const { generation, presenter, store } = parts;

  async function setKey(run: RunId | undefined): Promise<void> {
    const settings = readSettings(run === undefined ? undefined : generation.wishOf(run)?.scope);
    const { enterKey } = await import('../dialogs/key.ts');
    if (!(await enterKey(parts, readServer(settings.baseUrl)))) return;
    parts.standIn.on = false;
    if (run !== undefined && lacksKey(run)) await generation.retry(run);
  }

  function lacksKey(run: RunId): boolean {
    return (
      store.state.runs
        .get(run)
        ?.calls.some(({ state }) => state.kind === 'failed' && /^(noKey|badKey)$/.test(state.failure.kind)) ?? false
    );
  }

  async function saveHeld(run: RunId): Promise<void> {
    for (const { bytes, info, name } of generation.held(run)) await saveBytesAs(bytes, info.type, name);
    const picture = [...store.state.pictures.values()].find((picture) => picture.run === run && picture.state !== 'discarded');
    if (generation.held(run).length === 0 && picture) await savePictureAs(store, picture.id);
  }

  return {
    async take(step, run) {
      switch (step) {
        case 'tryAgain':
          if (run !== undefined) await generation.retry(run);
          return;
        case 'editPrompt': {
          const wish = run === undefined ? undefined : generation.wishOf(run);
          return presenter.review(wish ?? { prompt: '', options: {} });
        }
        case 'setKey':
          return setKey(run);
        case 'getKey':
          return (await import('../dialogs/key.ts')).openKeyPage();
        case 'openBilling':
          return openPage(BILLING_PAGE);
        case 'openVerification':
          return openPage(VERIFICATION_PAGE);
        case 'useReplacement':
          return useReplacement(run, parts);
        case 'chooseServer':
          await (await import('../dialogs/key.ts')).chooseServer(readSettings(undefined).baseUrl);
          return;
        case 'openSettings':
          await vscode.commands.executeCommand('workbench.action.openSettings', 'easel.');
          return;
        case 'saveAs':
          if (run !== undefined) await saveHeld(run);
          return;
        case 'showLog':
          return parts.log.show();
        case 'trust':
          await vscode.commands.executeCommand('workbench.trust.manage');
          return;
        default:
          return assertNever(step);
      }
    },
  };
}

/** Makes the same image with the model that replaces the one that is gone, and keeps it for later. */
async function useReplacement(run: RunId | undefined, { generation, store }: StepParts): Promise<void> {
  const state = run === undefined ? undefined : store.state.runs.get(run);
  if (run === undefined || !state) return;
  const model = modelOf(state.options.model).shutdown?.replacement;
  if (!model) return;
  await vscode.workspace.getConfiguration('easel').update('model', model, vscode.ConfigurationTarget.Global);
  await generation.retry(run, { model });
}

async function openPage(address: string): Promise<void> {
  await vscode.env.openExternal(vscode.Uri.parse(address));
}
