import type * as vscode from 'vscode';
import { isOver } from '../../core/catalogue.ts';
import { Failed } from '../../core/failure.ts';
import { PLACEHOLDER } from '../../core/models.ts';
import { askAboutDeadModel } from '../dialogs/consent.ts';
import { optionsFor, type Wish } from '../generation/wish.ts';
import { readSettings, switchModel } from '../settings.ts';
import type { Here, Servers } from './here.ts';

/** What asking works with. */
export interface DeadParts {
  readonly servers: Servers;
  /** Whether the placeholder stands in for a missing key in this window. */
  readonly standIn: { readonly on: boolean };
  /** The models that are asked for in this window although their end has come. */
  readonly tried: Set<string>;
}

/** A model whose end has come, and who asks for it. */
interface Dead {
  readonly name: string;
  readonly shutdown: string;
  readonly replacement?: string;
  readonly here: Here;
  readonly scope: vscode.Uri | undefined;
}

/**
 * Asks what becomes of the wishes of one click whose model was shut down, once for each model, before anything is sent. They
 * go on with another model or as they are; undefined when the user goes away.
 */
export async function askAboutDead(wishes: readonly Wish[], parts: DeadParts): Promise<readonly Wish[] | undefined> {
  const chosen = new Map<string, string>();
  const alive: Wish[] = [];
  for (const wish of wishes) {
    const dead = findDead(wish, parts);
    if (!dead) {
      alive.push(wish);
      continue;
    }
    const model = chosen.get(dead.name) ?? (await ask(dead, parts.tried));
    if (model === undefined) return undefined;
    chosen.set(dead.name, model);
    alive.push(model === dead.name ? wish : { ...wish, options: { ...wish.options, model } });
  }
  return alive;
}

/** The model of a wish whose end has come; undefined where it lives, or the user wants to try it all the same. */
export function findDead(wish: Wish, { servers, standIn, tried }: DeadParts): Dead | undefined {
  try {
    const settings = readSettings(wish.scope);
    const name = optionsFor(wish, settings.options).model;
    if (name === PLACEHOLDER || standIn.on || tried.has(name)) return undefined;
    const here = servers.of(settings);
    const { shutdown, replacement } = here.models.of(name);
    if (shutdown === undefined || !isOver({ shutdown }, new Date())) return undefined;
    return { name, shutdown, here, scope: wish.scope, ...(replacement !== undefined && { replacement }) };
  } catch (error) {
    // It is refused when its turn comes.
    if (error instanceof Failed) return undefined;
    throw error;
  }
}

/** Answers the model to go on with, which is set where the dead one was. */
async function ask({ name, shutdown, replacement, here, scope }: Dead, tried: Set<string>): Promise<string | undefined> {
  const answer = await askAboutDeadModel(name, shutdown, replacement);
  if (answer === undefined) return undefined;
  if (answer === 'try') {
    tried.add(name);
    return name;
  }
  const { chooseModel } = await import('./chooseModel.ts');
  const model = answer === 'replace' ? replacement : await chooseModel(here, name);
  if (model !== undefined) await switchModel(name, model, scope);
  return model;
}
