import * as vscode from 'vscode';
import { adviseAgent } from '../../core/agentAdvice.ts';
import type { AgentTool } from '../../core/agentTool.ts';
import { failureOf, invalid } from '../../core/failure.ts';
import type { Generation } from '../generation/generation.ts';
import type { Prepared } from '../generation/prepare.ts';
import type { Wish } from '../generation/wish.ts';
import { requireTrust } from '../trust.ts';
import { type AnswerParts, answerOf } from './answer.ts';
import { confirmationOf } from './confirmation.ts';
import { wishOfTool } from './wishes.ts';

/** What agents can call. Errors are for the language model: what happened, whether calling again helps, what to change. */
export interface Tools {
  /** What a person is asked first. Nothing is sent; throws what would go wrong, so that nobody is asked in vain. */
  prepare(tool: AgentTool, input: unknown): Promise<vscode.PreparedToolInvocation>;
  /** The same run as a person's, which nobody is asked anything in. */
  invoke(tool: AgentTool, input: unknown, token: vscode.CancellationToken): Promise<vscode.LanguageModelToolResult>;
}

/** What the tools work with. */
export interface ToolParts extends AnswerParts {
  readonly generation: Pick<Generation, 'read' | 'plan' | 'request'>;
}

/** Calls whose confirmation may still be open. */
const MOST_CONFIRMED = 100;

export function createTools(parts: ToolParts): Tools {
  const { generation, log } = parts;

  /** What was confirmed last for each call, by its tool and input. */
  const confirmed = new Map<string, string>();

  function remember(call: string, planned: string): void {
    confirmed.delete(call);
    confirmed.set(call, planned);
    const [oldest] = confirmed.keys();
    if (confirmed.size > MOST_CONFIRMED && oldest !== undefined) confirmed.delete(oldest);
  }

  async function forModel<T>(work: (begin: () => void) => Promise<T>): Promise<T> {
    let began = false;
    try {
      requireTrust();
      return await work(() => {
        began = true;
      });
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind === 'unexpected') log.error(error);
      throw new Error(adviseAgent(failure, { now: Date.now(), began }));
    }
  }

  async function make(
    tool: AgentTool,
    input: unknown,
    signal: AbortSignal,
    begin: () => void,
  ): Promise<vscode.LanguageModelToolResult> {
    const wish = await wishOfTool(tool, input, parts);
    const expected = confirmed.get(callOf(tool, input));
    const accept = (planned: Prepared) => {
      // A person may change the input while it is confirmed: then nothing is known of it.
      if (expected !== undefined && expected !== contentOf(wish, planned)) {
        throw invalid({ field: 'input', name: 'input', problem: 'changed' });
      }
    };
    const run = await generation.request(wish, accept, signal);
    begin();
    return answerOf(run, signal, parts);
  }

  return {
    prepare: (tool, input) =>
      forModel(async () => {
        const wish = await wishOfTool(tool, input, parts);
        const planned = await generation.plan(wish);
        const confirmation = await confirmationOf(wish, planned);
        remember(callOf(tool, input), contentOf(wish, planned));
        return confirmation;
      }),
    async invoke(tool, input, token) {
      if (token.isCancellationRequested) throw new vscode.CancellationError();
      const controller = new AbortController();
      const { signal } = controller;
      const stopped = new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(new vscode.CancellationError()), { once: true });
      });
      const listening = token.onCancellationRequested(() => controller.abort());
      try {
        // What is being saved arrives all the same; whoever cancelled need not wait for it (promise P5), nor hear anything else.
        return await Promise.race([stopped, forModel((begin) => make(tool, input, signal, begin))]);
      } finally {
        listening.dispose();
      }
    },
  };
}

function callOf(tool: AgentTool, input: unknown): string {
  return JSON.stringify([tool, input]);
}

/** What would be sent to whom, of which picture, for which file: settings can change between the question and its answer. */
function contentOf({ edit, target }: Wish, { server, order, standIn, workspace, folder }: Prepared): string {
  return JSON.stringify([server?.baseUrl, standIn, order.calls, edit?.sha256, target, workspace?.uri, folder]);
}
