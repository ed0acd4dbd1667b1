import * as v from 'valibot';
import * as vscode from 'vscode';
import { assertNever } from '../../core/failure.ts';
import { NEXT_STEPS } from '../../core/protocol.ts';
import { isRunning, picturesOf } from '../../core/session.ts';
import type { RunId } from '../../core/task.ts';
import type { CommandParts } from '../commands/parts.ts';
import { registerCommand } from '../commands/parts.ts';
import { requireTrust } from '../trust.ts';
import { type Lens, lensesOf } from '../words/lenses.ts';
import type { Steps } from './steps.ts';
import { discardWithUndo } from './toasts.ts';

/** What the lenses work with. */
export interface LensParts extends CommandParts {
  readonly steps: Steps;
}

/** ms between two looks at the clock. */
const TICK = 1000;

/** What a lens hands to its command: ids, never more. */
const Click = v.variant('verb', [
  v.object({ run: v.string(), verb: v.picklist(['show', 'cancel', 'another', 'hide']) }),
  v.object({ run: v.string(), verb: v.picklist(['insert', 'copyReference', 'discard']), image: v.string() }),
  v.object({ run: v.string(), verb: v.literal('step'), step: v.picklist(NEXT_STEPS) }),
]);
type Click = v.InferOutput<typeof Click>;

/**
 * The line above the place of each prompt of this window: how its request goes, then what to do with the image. It stays until
 * that is done, or it is hidden; of an earlier window there is none.
 */
export function registerLenses(parts: LensParts): vscode.Disposable {
  const { store, anchors, generation } = parts;
  const changed = new vscode.EventEmitter<void>();
  const hidden = new Set<RunId>();
  let shown = '';
  let timer: ReturnType<typeof setInterval> | undefined;
  let isAsked = true;

  function placed(): readonly { readonly run: RunId; readonly document: string }[] {
    return store.state.order.flatMap((run) => {
      const anchor = hidden.has(run) ? undefined : generation.wishOf(run)?.anchor;
      const document = anchor && anchors.uriOf(anchor)?.toString();
      return document ? [{ run, document }] : [];
    });
  }

  function linesOf(id: RunId, now: number): readonly Lens[] {
    const run = store.state.runs.get(id);
    return run ? lensesOf(run, picturesOf(store.state, id), store.state.targets.get(id)?.copyOnly ?? false, now) : [];
  }

  /** Asking again costs VS Code the lenses of every other extension as well, so only what is new is told. */
  function update(): void {
    const visible = new Set(vscode.window.visibleTextEditors.map(({ document }) => document.uri.toString()));
    const here = placed().filter(({ document }) => visible.has(document));
    const next = JSON.stringify(here.map(({ run }) => linesOf(run, 0)));
    if (next !== shown) changed.fire();
    shown = next;
    const ticks = here.some(({ run }) => {
      const state = store.state.runs.get(run);
      return state && isRunning(state);
    });
    if (ticks) timer ??= setInterval(tick, TICK);
    else {
      clearInterval(timer);
      timer = undefined;
    }
  }

  /** VS Code waits the longer the slower it is, and begins to wait anew when it is told again: it would never come to ask. */
  function tick(): void {
    if (!isAsked) return;
    isAsked = false;
    changed.fire();
  }

  function provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    isAsked = true;
    const uri = document.uri.toString();
    return placed()
      .filter((place) => place.document === uri)
      .flatMap(({ run }) => {
        const anchor = generation.wishOf(run)?.anchor;
        const spot = anchor && anchors.peek(anchor);
        if (!spot) return [];
        const start = document.positionAt(spot.start);
        return linesOf(run, Date.now()).map(({ title, tooltip, act }) => {
          const command = {
            title,
            command: 'easel.lens',
            arguments: [{ run, ...act }],
            ...(tooltip === undefined ? {} : { tooltip }),
          };
          return new vscode.CodeLens(new vscode.Range(start, start), command);
        });
      });
  }

  function hide(run: RunId): void {
    hidden.add(run);
    update();
  }

  registerCommand('easel.lens', parts, async (argument) => {
    const click = v.safeParse(Click, argument);
    if (click.success) await carryOut(click.output, hide, parts);
  });
  const provider = vscode.languages.registerCodeLensProvider('*', { onDidChangeCodeLenses: changed.event, provideCodeLenses });
  const listening = vscode.Disposable.from(
    changed,
    provider,
    store.onChange(update),
    vscode.window.onDidChangeVisibleTextEditors(update),
    generation.onStart(update),
  );
  return {
    dispose() {
      clearInterval(timer);
      listening.dispose();
    },
  };
}

async function carryOut(click: Click, hide: (run: RunId) => void, parts: LensParts): Promise<void> {
  const { store, generation, insertion } = parts;
  const { run } = click;
  switch (click.verb) {
    case 'show': {
      const [picture] = picturesOf(store.state, run).filter(({ state }) => state === 'kept');
      parts.panel.reveal();
      if (picture) parts.panel.post({ kind: 'focus', on: picture.id });
      return;
    }
    case 'cancel':
      return generation.cancel(run);
    case 'hide':
      return hide(run);
    case 'another': {
      requireTrust();
      const wish = generation.wishOf(run);
      if (!wish) return;
      // The next one's line stands in this one's place.
      const starting = generation.onStart((id) => generation.wishOf(id) === wish && hide(run));
      try {
        await generation.start(wish);
      } finally {
        starting.dispose();
      }
      return;
    }
    case 'insert':
      await insertion.atPrompt(click.image);
      return;
    case 'copyReference':
      return insertion.copyReference(click.image);
    case 'discard': {
      requireTrust();
      const picture = store.state.pictures.get(click.image);
      if (picture?.state === 'kept') await discardWithUndo(picture, parts);
      return;
    }
    case 'step':
      requireTrust();
      return parts.steps.take(click.step, { run });
    default:
      return assertNever(click);
  }
}
