import * as vscode from 'vscode';
import { adviseAgent } from '../../core/agentAdvice.ts';
import type { AgentTool } from '../../core/agentTool.ts';
import { failureOf } from '../../core/failure.ts';
import type { Generation } from '../generation/generation.ts';
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

export function createTools(parts: ToolParts): Tools {
  const { generation, log } = parts;

  async function forModel<T>(work: () => Promise<T>): Promise<T> {
    try {
      requireTrust();
      return await work();
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind === 'unexpected') log.error(error);
      throw new Error(adviseAgent(failure, Date.now()));
    }
  }

  return {
    prepare: (tool, input) =>
      forModel(async () => {
        const wish = await wishOfTool(tool, input, parts);
        return confirmationOf(wish, await generation.plan(wish));
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
        return await Promise.race([
          stopped,
          forModel(async () => {
            const wish = await wishOfTool(tool, input, parts);
            return answerOf(await generation.request(wish, signal), signal, parts);
          }),
        ]);
      } finally {
        listening.dispose();
      }
    },
  };
}
