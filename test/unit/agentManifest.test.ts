import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { AGENT_TOOLS } from '../../src/core/agentTool.ts';
import { root } from '../support/host/install.ts';

const Property = v.looseObject({ description: v.pipe(v.string(), v.minLength(20)) });
const Tool = v.strictObject({
  name: v.string(),
  displayName: v.pipe(v.string(), v.regex(/^%.+%$/)),
  userDescription: v.pipe(v.string(), v.regex(/^%.+%$/)),
  modelDescription: v.string(),
  canBeReferencedInPrompt: v.literal(true),
  toolReferenceName: v.pipe(v.string(), v.regex(/^[a-z][A-Za-z]+$/)),
  icon: v.pipe(v.string(), v.regex(/^\$\([a-z-]+\)$/)),
  when: v.string(),
  tags: v.array(v.string()),
  inputSchema: v.looseObject({ additionalProperties: v.literal(false), properties: v.record(v.string(), Property) }),
});
const Manifest = v.object({
  activationEvents: v.array(v.string()),
  contributes: v.object({
    languageModelTools: v.array(Tool),
    configuration: v.array(v.object({ properties: v.record(v.string(), v.looseObject({})) })),
  }),
});
const read = async (file: string): Promise<unknown> => JSON.parse(await readFile(join(root, file), 'utf8'));
const { contributes } = v.parse(Manifest, await read('package.json'));
const words = v.parse(v.record(v.string(), v.string()), await read('package.nls.json'));
const tools = contributes.languageModelTools;

describe('the tools for agents in package.json', () => {
  it('are those that the code has, each with a name of its own for people', () => {
    assert.deepEqual(
      tools.map(({ name, toolReferenceName }) => [name, toolReferenceName]),
      AGENT_TOOLS.map((name, index) => [name, ['generateImage', 'editImage', 'imageVariations'][index]]),
    );
    assert.equal(new Set(tools.map(({ icon }) => icon)).size, tools.length);
  });

  for (const { name, displayName, userDescription, modelDescription, when, tags, inputSchema } of tools) {
    it(`${name}: a model is told when to use it, what it costs and what comes back`, () => {
      for (const said of [/\bUse it (when|to)\b/, /costs the user money/, /What comes back:/, /An error says/]) {
        assert.match(modelDescription, said);
      }
      const others = AGENT_TOOLS.filter((other) => other !== name && modelDescription.includes(other));
      assert.ok(others.length > 0, 'which tool is the right one instead');
      assert.ok(modelDescription.length < 1200, 'every request of a chat carries it');
      assert.ok(Object.keys(inputSchema.properties).length > 0);
    });

    it(`${name}: is there for people by its sentences and tags, and hidden without AI features`, () => {
      for (const key of [displayName, userDescription]) assert.ok(words[key.slice(1, -1)], key);
      assert.deepEqual(tags, ['image', 'image-generation', 'easel']);
      assert.equal(when, '!config.chat.disableAIFeatures');
    });
  }

  it('have a cap that is the user’s own: 4 images at once', () => {
    const settings = Object.assign({}, ...contributes.configuration.map(({ properties }) => properties));
    const { type, default: usual, scope, minimum, maximum } = settings['easel.agentMaxImages'];
    assert.deepEqual([type, usual, scope, minimum, maximum], ['integer', 4, 'application', 0, 10]);
  });
});
