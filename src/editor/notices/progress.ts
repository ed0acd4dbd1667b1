import * as vscode from 'vscode';
import { isolate } from '../../core/bidi.ts';
import { firstWords } from '../../core/prompt.ts';
import { isRunning, type Run } from '../../core/session.ts';
import type { Generation } from '../generation/generation.ts';
import type { Panel } from '../panel/panel.ts';
import type { Store } from '../store.ts';
import { countLabel, titleOf } from '../words/labels.ts';

const { l10n } = vscode;

/** ms; an opening panel is on its way to being visible, and what is over by then needs no notification. */
const PATIENCE = 500;
/** ms between two looks at the clock. */
const TICK = 1000;

/** One cancellable notification for what runs while the panel is hidden; the card has the progress when it is visible. */
export function registerProgress(store: Store, panel: Panel, generation: Generation): vscode.Disposable {
  let close: (() => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  // Where an agent is talked to, its progress is shown as well.
  const running = () => [...store.state.runs.values()].filter((run) => isRunning(run) && run.by === undefined);

  function update(): void {
    const wanted = !panel.visible && running().length > 0;
    if (wanted && !close) timer ??= setTimeout(open, PATIENCE);
    if (wanted) return;
    clearTimeout(timer);
    timer = undefined;
    close?.();
    close = undefined;
  }

  function open(): void {
    timer = undefined;
    const options = { location: vscode.ProgressLocation.Notification, cancellable: true, title: l10n.t('Easel') };
    // VS Code calls the task only after a round trip, and the runs may be over by then.
    const closed = new Promise<void>((resolve) => {
      close = resolve;
    });
    void vscode.window.withProgress(options, async (progress, token) => {
      const tell = () => progress.report({ message: progressLabel(running()) });
      const ticking = setInterval(tell, TICK);
      token.onCancellationRequested(() => {
        for (const run of running()) generation.cancel(run.id);
      });
      tell();
      await closed;
      clearInterval(ticking);
    });
  }

  const listening = vscode.Disposable.from(store.onChange(update), panel.onChange(update));
  return {
    dispose() {
      clearTimeout(timer);
      close?.();
      listening.dispose();
    },
  };
}

function progressLabel(runs: readonly Run[]): string {
  const [run] = runs;
  if (!run) return '';
  const seconds = Math.floor((Date.now() - Math.min(...runs.map(({ startedAt }) => startedAt))) / 1000);
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  if (runs.length > 1) return l10n.t('{0} requests are running · {1}', runs.length, time);
  return l10n.t(
    '“{0}” · {1} · {2} · {3}',
    isolate(firstWords(titleOf(run))),
    isolate(run.options.model),
    countLabel(run.options.count),
    time,
  );
}
