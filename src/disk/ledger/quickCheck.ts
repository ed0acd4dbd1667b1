import type { GenericSchema } from 'valibot';

/** Whether a value is exactly what a schema lets through unchanged. A `false` says nothing: the schema itself decides then. */
export type QuickCheck = (value: unknown) => boolean;

/** What is read of a valibot schema; each kind has some of it. */
interface Shape {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Shape>>;
  readonly item?: Shape;
  readonly wrapped?: Shape;
  readonly options?: readonly unknown[];
  readonly literal?: unknown;
  readonly pipe?: readonly Shape[];
}

/**
 * A check of the usual case that costs a tenth of the schema's: no copy is made, and nothing is said of what is wrong. Objects
 * with a member that the schema does not know, and kinds of schemas that are not known here, are left to the schema.
 */
export function quickCheckOf(schema: GenericSchema): QuickCheck {
  return checkOf(schema);
}

const never: QuickCheck = () => false;

function checkOf(shape: Shape): QuickCheck {
  if (shape.pipe) {
    const [first, ...rest] = shape.pipe;
    const isNumber = first?.type === 'number' && rest.length === 1 && rest[0]?.type === 'finite';
    return isNumber ? Number.isFinite : never;
  }
  switch (shape.type) {
    case 'string':
      return (value) => typeof value === 'string';
    case 'boolean':
      return (value) => typeof value === 'boolean';
    case 'literal':
      return (value) => value === shape.literal;
    case 'picklist':
      return (value) => shape.options?.includes(value) ?? false;
    case 'array': {
      const item = shape.item ? checkOf(shape.item) : never;
      return (value) => Array.isArray(value) && value.every(item);
    }
    case 'object':
      return checkObject(shape.entries ?? {});
    default:
      return never;
  }
}

function checkObject(entries: Readonly<Record<string, Shape>>): QuickCheck {
  const members = new Map(
    Object.entries(entries).map(([name, shape]) => {
      const optional = shape.type === 'exact_optional';
      // The default of an `optional` member would have to be put in: only one that is there is quick.
      const inner = optional || shape.type === 'optional' ? (shape.wrapped ?? shape) : shape;
      return [name, { check: checkOf(inner), optional }] as const;
    }),
  );
  const required = [...members.values()].filter(({ optional }) => !optional).length;
  return (value) => {
    if (!isRecord(value)) return false;
    let found = 0;
    for (const name in value) {
      const member = members.get(name);
      if (!member?.check(value[name])) return false;
      if (!member.optional) found += 1;
    }
    return found === required;
  };
}

/** What JSON has as an object: all its members are its own. */
function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
