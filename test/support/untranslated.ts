import { parseSync } from 'oxc-parser';
import * as v from 'valibot';

/** Where literals are for a program and not for people: what is imported, logged, thrown as a bug, or a type. */
const NOT_SHOWN = /^(?:Import|ExportAll|TS(?:Literal|TemplateLiteral|Import)Type$)/;
const LOG = /(?:^|\.)(?:trace|debug|info|warn|error)$/;
/** What only looks at a text. */
const LOOKS = /\.(?:includes|startsWith|endsWith|replaceAll|replace)$/;
/** Attributes of the page that hold names and ids. */
const NAMES = [
  'class',
  'describedBy',
  'd',
  'viewBox',
  'sizes',
  'aria-controls',
  'aria-describedby',
  'aria-labelledby',
  'aria-keyshortcuts',
];
/** What is the same in every language: names, and keys with others. */
const SAME_EVERYWHERE =
  /\b(?:Easel|WebP|Exif|Azure OpenAI|Lemonade|Xinference|vLLM-Omni|(?:(?:Ctrl|Control|Shift|Meta|Alt)\+)+\w*|(?:Arrow|Page)[A-Z][a-z]+|Delete|Escape)(?!\p{L})/gu;

const Node = v.looseObject({ type: v.string(), start: v.number(), end: v.number() });
type Node = v.InferOutput<typeof Node>;
const Literal = v.looseObject({ type: v.literal('Literal') });
const Call = v.looseObject({ type: v.literal('CallExpression'), callee: Node, arguments: v.array(v.unknown()) });
const Template = v.looseObject({ quasis: v.array(v.object({ value: v.object({ cooked: v.string() }) })) });

/** The words for people in a source file that do not come through `l10n.t`: `12: Pick an image`. `path` tells the language. */
export function findUntranslated(path: string, source: string): string[] {
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item);
      return;
    }
    if (!v.is(Node, value) || isNotShown(value, source)) return;
    const text = readText(value);
    if (text !== undefined && hasWords(text, value.type === 'JSXText')) {
      found.push(`${source.slice(0, value.start).split('\n').length}: ${text.trim()}`);
    }
    visit(childrenOf(value, source));
  };
  visit(parseSync(path, source).program);
  return found;
}

/** Without what is translated, keys of objects, cases, and what is compared. */
function childrenOf(node: Node, source: string): unknown[] {
  if (v.is(Call, node) && /^(?:vscode\.)?l10n\.t$/.test(source.slice(node.callee.start, node.callee.end)))
    return node.arguments.slice(1);
  if (node.type === 'Property') return [node.value];
  if (node.type === 'SwitchCase') return [node.consequent];
  const children = Object.values(node);
  return node.type === 'BinaryExpression' && node.operator !== '+' ? children.filter((child) => !v.is(Literal, child)) : children;
}

function isNotShown(node: Node, source: string): boolean {
  const of = (part: unknown) => (v.is(Node, part) ? source.slice(part.start, part.end) : '');
  switch (node.type) {
    case 'CallExpression':
      return LOG.test(of(node.callee)) || LOOKS.test(of(node.callee));
    case 'NewExpression':
      return of(node.callee).endsWith('Error');
    case 'JSXAttribute':
      return NAMES.includes(of(node.name));
    case 'ExportNamedDeclaration':
      return node.source !== null;
    default:
      return NOT_SHOWN.test(node.type);
  }
}

function readText(node: Node): string | undefined {
  if (node.type === 'JSXText' || node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined;
  // What is put in stands for a word that is looked at where it is made.
  return node.type === 'TemplateLiteral' && v.is(Template, node)
    ? node.quasis.map(({ value }) => value.cooked).join('\0')
    : undefined;
}

/** Two words in a row, or one with a capital: `ready`, `easel.generate` and `zoomIn` are names. */
function hasWords(text: string, isShown: boolean): boolean {
  const rest = text.replaceAll(SAME_EVERYWHERE, '');
  return (isShown ? /\p{L}{2}/u : /\p{L}{2,} \p{L}|(?<![\p{L}\p{N}.])\p{Lu}\p{Ll}+(?![\p{L}.])/u).test(rest);
}
