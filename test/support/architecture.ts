import { posix } from 'node:path';
import { parseSync } from 'oxc-parser';
import * as v from 'valibot';

/** What one folder of `src` may reach besides itself. Patterns end in `*` where any continuation is meant. */
interface Rule {
  readonly folders: readonly string[];
  /** npm packages that no other folder may import. */
  readonly owns: readonly string[];
  readonly node: readonly string[];
}

/** The table of CONTRIBUTING: the law of the house. */
const RULES: Readonly<Record<string, Rule>> = {
  core: { folders: [], owns: [], node: [] },
  documents: {
    folders: ['core'],
    owns: [
      'mdast',
      'mdast-util-from-markdown',
      'mdast-util-frontmatter',
      'micromark-extension-frontmatter',
      'parse5',
      'css-tree',
      'picomatch',
    ],
    node: [],
  },
  disk: { folders: ['core'], owns: [], node: ['node:*'] },
  provider: { folders: ['core'], owns: ['openai', '@streamparser/json', 'opentype.js', 'ipaddr.js'], node: ['node:*'] },
  raster: { folders: ['core'], owns: ['sharp'], node: ['node:worker_threads', 'node:zlib'] },
  editor: { folders: ['core'], owns: ['vscode'], node: [] },
  page: { folders: ['core'], owns: ['preact', '@vscode-elements/elements', '@vscode/l10n'], node: [] },
  'extension.ts': {
    folders: ['core', 'documents', 'disk', 'provider', 'raster', 'editor'],
    owns: ['vscode'],
    node: ['node:path', 'node:url'],
  },
};

/** Pure libraries: core may use them, and so may all. */
const CORE_LIST = ['valibot', '@rgrove/parse-xml'];

/** Parts of Node that have one owner as npm packages have. */
const NODE_OWNERS: Readonly<Record<string, string>> = {
  'node:fs': 'disk',
  'node:fs/promises': 'disk',
  'node:worker_threads': 'raster',
};

interface Import {
  /** What is imported; undefined where it is no literal and nobody can check it. */
  readonly from: string | undefined;
}

/** What in a source file breaks the house's law, in readable lines. `path` is relative to `src`: `core/task.ts`. */
export function findViolations(path: string, source: string): string[] {
  const { program, comments, errors } = parseSync(path, source);
  const lines = errors.map((error) => `${path} cannot be parsed: ${error.message}`);
  const imports: Import[] = [];
  walk(program, (node) => {
    const found = readImport(node);
    if (found) imports.push(found);
    const cast = describeCast(node);
    if (cast) lines.push(`${path} has ${cast}`);
  });
  for (const { value } of comments) {
    const switchedOff = /@ts-(ignore|nocheck|expect-error)/.exec(value);
    if (switchedOff) lines.push(`${path} has ${switchedOff[0]}`);
  }
  for (const { from } of imports) {
    const fault = from === undefined ? 'imports what only a run can tell' : judge(path, from);
    if (fault) lines.push(`${path} ${fault}`);
  }
  return lines;
}

function judge(path: string, from: string): string | undefined {
  const home = path.split('/')[0] ?? '';
  const rule = RULES[home];
  if (rule === undefined) return 'is in no folder of the table';
  if (from.startsWith('.')) return judgeFile(path, home, rule, from);
  if (from.startsWith('node:')) {
    const owner = NODE_OWNERS[from] ?? home;
    const allowed = rule.node.some((pattern) => matches(pattern, from));
    return allowed && owner === home ? undefined : `imports ${from}`;
  }
  if (CORE_LIST.some((name) => isOf(name, from))) return undefined;
  return rule.owns.some((name) => isOf(name, from)) ? undefined : `imports ${from}, which it does not own`;
}

function judgeFile(path: string, home: string, rule: Rule, from: string): string | undefined {
  const target = posix.join(posix.dirname(path), from);
  const folder = target.split('/')[0] ?? '';
  if (!/\.tsx?$/.test(target)) return `imports ${from} without its extension`;
  return folder === home || rule.folders.includes(folder) ? undefined : `imports ${target}`;
}

function matches(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

function isOf(packageName: string, from: string): boolean {
  return from === packageName || from.startsWith(`${packageName}/`);
}

const Node = v.looseObject({ type: v.string() });
type Node = v.InferOutput<typeof Node>;
const Literal = v.object({ type: v.literal('Literal'), value: v.string() });
const Template = v.object({
  type: v.literal('TemplateLiteral'),
  expressions: v.pipe(v.array(v.unknown()), v.maxLength(0)),
  quasis: v.tuple([v.object({ value: v.object({ cooked: v.string() }) })]),
});

function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, visit);
    return;
  }
  if (!v.is(Node, value)) return;
  visit(value);
  for (const child of Object.values(value)) walk(child, visit);
}

/** Every way one file names another: static, type-only, dynamic, re-export, `import('x').T`, `require`. */
function readImport(node: Node): Import | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
    case 'ExportAllDeclaration':
      return { from: readText(node.source) };
    case 'ExportNamedDeclaration':
      return node.source ? { from: readText(node.source) } : undefined;
    case 'TSExternalModuleReference':
      return { from: readText(node.expression) };
    case 'CallExpression': {
      const call = v.safeParse(
        v.object({ callee: v.object({ name: v.literal('require') }), arguments: v.array(v.unknown()) }),
        node,
      );
      return call.success ? { from: readText(call.output.arguments[0]) } : undefined;
    }
    default:
      return undefined;
  }
}

function readText(node: unknown): string | undefined {
  if (v.is(Literal, node)) return node.value;
  return v.is(Template, node) ? node.quasis[0].value.cooked : undefined;
}

function describeCast(node: Node): string | undefined {
  if (node.type === 'TSNonNullExpression') return 'a non-null `!`';
  if (node.type === 'TSAnyKeyword') return '`any`';
  if (node.type === 'TSTypeAssertion') return 'a cast';
  const constant = v.object({ typeAnnotation: v.object({ typeName: v.object({ name: v.literal('const') }) }) });
  return node.type === 'TSAsExpression' && !v.is(constant, node) ? 'a cast with `as`' : undefined;
}
