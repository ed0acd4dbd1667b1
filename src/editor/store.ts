import * as vscode from 'vscode';
import { type Event, empty, reduce, type State } from '../core/session.ts';

/** The session's state in one place; it changes only by events. */
export interface Store extends vscode.Disposable {
  readonly state: State;
  dispatch(event: Event): void;
  /** Takes the state that a ledger remembers, under what has happened since. */
  restore(remembered: State): void;
  readonly onChange: vscode.Event<State>;
}

export function createStore(): Store {
  let state = empty;
  const changed = new vscode.EventEmitter<State>();
  return {
    get state() {
      return state;
    },
    dispatch(event) {
      const next = reduce(state, event);
      if (next === state) return;
      state = next;
      changed.fire(state);
    },
    restore(remembered) {
      const runs = new Map([...remembered.runs, ...state.runs]);
      state = {
        ...state,
        runs,
        pictures: new Map([...remembered.pictures, ...state.pictures]),
        order: [...runs.values()].sort((one, other) => other.startedAt - one.startedAt).map(({ id }) => id),
      };
      changed.fire(state);
    },
    onChange: changed.event,
    dispose: () => changed.dispose(),
  };
}
