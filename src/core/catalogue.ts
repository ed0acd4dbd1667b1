import type { ListedModel } from './examination.ts';
import { type Limits, limitTo } from './limits.ts';
import { describe, type ModelDescription } from './modelDescription.ts';
import { daysUntil, type Model, modelOf, PLACEHOLDER, rowOf, tableNames, WARNING_DAYS } from './models.ts';
import type { Server } from './server.ts';

/** What is known of the models of one server. */
export interface Catalogue {
  /** What a model can do there; a name that nobody knows is taken for able to do anything. */
  of(name: string): Model;
  /** What a picker offers: what the server and the user name, else every model that is alive; the placeholder last. */
  suggested(today: Date): readonly ModelChoice[];
  /** What the server listed when it was last asked, as far as that makes images; also what is over. */
  listed(): readonly ModelChoice[];
}

/** A model to choose: its name as it is sent, and for people; and its end, where it has one. */
export type ModelChoice = Pick<Model, 'label' | 'shutdown' | 'replacement'> & { readonly name: string };

/** Where that is known from. */
export interface CatalogueSource {
  readonly server: Pick<Server, 'isOpenAI' | 'models'>;
  /** `easel.models` */
  readonly described: readonly ModelDescription[];
  /** What the server listed when it was last asked. */
  readonly listed: readonly ListedModel[];
  readonly limits: Limits;
}

/** Joins the table, what the user describes, what names stand for, what the server lists and what it narrows. */
export function createCatalogue({ server, described, listed, limits }: CatalogueSource): Catalogue {
  const ids = listed.map(({ id }) => id).filter((id) => !server.isOpenAI || IMAGE_MODEL.test(id));
  const ends = new Map(listed.map(({ id, shutdownDate }) => [id, shutdownDate]));

  function of(name: string): Model {
    if (name === PLACEHOLDER) return modelOf(name);
    const description = described.find((one) => one.name === name);
    const is = server.models.find((alias) => alias.name === name)?.is;
    const { shutdown: table, ...model } = description
      ? describe(description)
      : is === undefined
        ? modelOf(name)
        : standIn(name, is);
    // The user's word, then the server's; the table's dates are OpenAI's.
    const listing = ends.get(name);
    const shutdown = description?.shutdown ?? listing ?? (server.isOpenAI ? table : undefined);
    return limitTo({ ...model, ...(shutdown !== undefined && { shutdown }) }, limits);
  }

  /** Another name for a model: what takes that one's place has another name there, too. */
  function standIn(name: string, is: string): Model {
    const description = described.find((one) => one.name === is);
    const { replacement: _, ...model } = description ? describe(description) : modelOf(is);
    return { ...model, label: name };
  }

  function suggested(today: Date): readonly ModelChoice[] {
    const own = [...server.models.map(({ name }) => name), ...(server.isOpenAI ? ids.filter((id) => !rowOf(id)) : ids)];
    // Elsewhere nobody knows what became of OpenAI's old models, so the dead ones are not offered there either.
    const table = tableNames().filter((name) => !isOver(modelOf(name), today));
    const theirs = server.isOpenAI || own.length === 0 ? [...table, ...own] : own;
    const names = new Set([...theirs, ...described.map(({ name }) => name)]);
    names.delete(PLACEHOLDER);
    const choices = [...names].map(choiceOf).filter((choice) => !isOver(choice, today));
    return [...choices, choiceOf(PLACEHOLDER)];
  }

  function choiceOf(name: string): ModelChoice {
    const { label, shutdown, replacement } = of(name);
    return { name, label, ...(shutdown !== undefined && { shutdown }), ...(replacement !== undefined && { replacement }) };
  }

  return { of, suggested, listed: () => ids.map(choiceOf) };
}

/** OpenAI lists all that it has, mostly models of text. */
const IMAGE_MODEL = /image|dall-e/i;

/** Whether a model ends soon, or has ended. */
export function isNearItsEnd({ shutdown }: Pick<Model, 'shutdown'>, today: Date): boolean {
  return shutdown !== undefined && daysUntil(shutdown, today) <= WARNING_DAYS;
}

/** Whether a model's end has come. */
export function isOver({ shutdown }: Pick<Model, 'shutdown'>, today: Date): boolean {
  return shutdown !== undefined && daysUntil(shutdown, today) <= 0;
}
