import * as assert from 'node:assert/strict';
import type { CardView, FailureView, StepButton } from '../../src/core/protocol.ts';
import { configure, generate, until, useStage } from './stage.ts';

const steps = (failure: FailureView | undefined): StepButton['step'][] => failure?.buttons.map(({ step }) => step) ?? [];

describe('a request that failed', () => {
  const stage = useStage();
  const cards = (): readonly CardView[] => {
    if (!stage.page.state) stage.page.send({ kind: 'ready' });
    return stage.page.state?.cards.filter(({ prompt }) => prompt === PROMPT) ?? [];
  };
  const over = (what: string, isSo: (cards: readonly CardView[]) => boolean) =>
    until(what, () => {
      const now = cards();
      return now.length > 0 && now.every(({ running }) => !running) && isSo(now) ? now : undefined;
    });
  const PROMPT = 'A lighthouse of four requests';
  // It is asked for one image a request.
  const settings = { model: 'gpt-image-2.6-flare', size: '1024x1024', count: 4 };

  it('can be tried again alone, and the others stay as they are', async () => {
    await configure(settings);
    stage.server.answer('good', 'serverError', 'moderation', 'serverError');
    await generate({ prompt: PROMPT });
    const [card] = await over('all have ended', ([first]) => first?.pictures.length === 1);
    const failed = card?.failures ?? [];
    assert.deepEqual(failed.map(({ requests }) => requests?.length).toSorted(), [1, 2], 'what failed in one way is said once');
    const [server, refused] = [2, 1].map((count) => failed.find(({ requests }) => requests?.length === count));
    assert.deepEqual(steps(refused), ['editPrompt'], 'a refused prompt would be refused again');
    assert.deepEqual(steps(server), ['tryAgain']);
    assert.ok(
      server?.requests?.every(({ requestId }) => /^req_/.test(requestId ?? '')),
      'each has its request id',
    );

    const [first] = server?.requests ?? [];
    assert.ok(card && first);
    stage.server.answer('good');
    stage.page.send({ kind: 'step', run: card.id, step: 'tryAgain', calls: [first.call] });
    const after = await over('another image is there', (now) => now.flatMap(({ pictures }) => pictures).length === 2);
    assert.equal(stage.server.posts.length, 5, 'one more request');
    assert.equal(stage.server.posts.at(-1)?.body.n ?? 1, 1, 'for one image');
    const left = after.find(({ id }) => id === card.id)?.failures ?? [];
    assert.deepEqual(
      left.map(({ requests }) => requests?.length),
      [1, 1],
      'the others can still be tried',
    );
    assert.equal(
      left.flatMap(({ requests = [] }) => requests).some(({ call }) => call === first.call),
      false,
    );
  });

  it('offers another try where the image was refused, not the prompt', async () => {
    await configure({ ...settings, count: 1 });
    stage.server.answer('moderationOutput');
    await generate({ prompt: PROMPT });
    const [card] = await over('it has ended', ([first]) => first?.failures.length === 1);
    assert.deepEqual(steps(card?.failures[0]), ['editPrompt', 'tryAgain']);
  });
});
