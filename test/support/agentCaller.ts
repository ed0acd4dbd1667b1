import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';

const Port = v.pipe(v.string(), v.toNumber(), v.minValue(1));
const Names = v.array(v.string());
const Answer = v.object({
  text: v.optional(v.string()),
  images: v.optional(v.array(v.object({ type: v.string(), base64: v.string() }))),
  /** What the tool threw. */
  error: v.optional(v.string()),
});

/** What a tool has answered. */
export type ToolAnswer = v.InferOutput<typeof Answer>;

/** Calls tools of a VS Code as an agent does, by the extension in `test/support/agent`. */
export interface AgentCaller {
  /** The environment of VS Code that the extension needs. */
  readonly env: Readonly<Record<string, string>>;
  /** Names of all tools that an agent is offered. */
  tools(): Promise<readonly string[]>;
  /** Calls a tool; resolves when it has answered or thrown. An aborted signal cancels the call. */
  call(tool: string, input: unknown, signal?: AbortSignal): Promise<ToolAnswer>;
}

/** `folder`: where the extension says its port. */
export function agentIn(folder: string): AgentCaller {
  const portFile = join(folder, 'agent-port');
  const ask = async (options: RequestInit) => {
    const port = v.parse(Port, await readFile(portFile, 'utf8'));
    const answer = await fetch(`http://127.0.0.1:${port}/`, options);
    return answer.json();
  };
  return {
    env: { EASEL_TEST_AGENT: portFile },
    tools: async () => v.parse(Names, await ask({})),
    call: async (tool, input, signal) =>
      v.parse(Answer, await ask({ method: 'POST', body: JSON.stringify({ tool, input }), ...(signal && { signal }) })),
  };
}
