import { createCatalogue } from '../../src/core/catalogue.ts';
import { fit as orderOf } from '../../src/core/fit.ts';
import { type Model, modelOf } from '../../src/core/models.ts';
import type { Server } from '../../src/core/server.ts';
import { createServerMemory, type ServerMemory } from '../../src/core/serverMemory.ts';
import type { Order, Task } from '../../src/core/task.ts';
import { serverOf } from '../../src/editor/servers/here.ts';
import { kindByHost, kindOf } from '../../src/editor/servers/kinds.ts';

/** OpenAI, or a compatible server that narrows nothing, in a world without settings. */
export function catalogueAt({ isOpenAI }: { readonly isOpenAI: boolean }) {
  const limits = isOpenAI ? ({ endpoints: ['generate', 'edit'] } as const) : {};
  return createCatalogue({ server: { isOpenAI, models: [] }, described: [], listed: [], limits });
}

/** Fits a task there. */
export function fitAt(task: Task, server: { readonly isOpenAI: boolean }, today: Date): Order {
  return orderOf(task, catalogueAt(server).of(task.options.model), today);
}

/** Every model of the table that OpenAI still answers for, and the placeholder last. */
export function aliveModels(today: Date): readonly Model[] {
  return catalogueAt({ isOpenAI: true })
    .suggested(today)
    .map(({ name }) => modelOf(name));
}

/** A memory for one test. */
export function createMemory(): ServerMemory {
  let kept: unknown;
  return createServerMemory({
    read: () => kept,
    write: (value) => {
      kept = value;
    },
  });
}

/** A server by its address alone, with nothing in the settings; "" is OpenAI. */
export function readServer(baseUrl: string): Server {
  return serverOf(baseUrl, kindByHost(baseUrl) ?? kindOf('compatible'));
}
