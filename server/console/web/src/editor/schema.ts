/** What the JSON Schema of pack files says may stand at a place. */
import type { Place } from './yaml-place';

export interface Schema {
  $ref?: string;
  $defs?: Record<string, Schema>;
  anyOf?: Schema[];
  type?: string;
  description?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  items?: Schema;
  enum?: string[];
  required?: string[];
}

export interface Option {
  text: string;
  /** What it is for. */
  doc?: string;
  required?: boolean;
}

/** The keys that a map at this place may still get. */
export function keysAt(root: Schema, { path, present }: Place): Option[] {
  return at(root, path).flatMap((schema) =>
    Object.entries(schema.properties ?? {})
      .filter(([key]) => !present.includes(key))
      .map(([key, of]) => ({
        text: key,
        ...(of.description && { doc: of.description }),
        ...(schema.required?.includes(key) && { required: true }),
      })),
  );
}

/** The words that may stand as a value at this place. */
export function valuesAt(root: Schema, { path }: Place): Option[] {
  return at(root, path).flatMap((schema) => {
    const words = schema.type === 'boolean' ? ['true', 'false'] : (schema.enum ?? []);
    return words.map((text) => ({ text }));
  });
}

/** Every schema that may hold at the end of a path. */
function at(root: Schema, path: readonly string[]): Schema[] {
  let here = open(root, root);
  for (const step of path) {
    here = here.flatMap((schema) => {
      if (step === '[]') return schema.items ? open(root, schema.items) : [];
      const named = schema.properties?.[step];
      if (named) return open(root, named);
      const any = schema.additionalProperties;
      return typeof any === 'object' ? open(root, any) : [];
    });
  }
  return here;
}

/** A schema without references and alternatives. */
function open(root: Schema, schema: Schema): Schema[] {
  if (schema.$ref) {
    const named = root.$defs?.[schema.$ref.replace('#/$defs/', '')];
    return named ? open(root, named) : [];
  }
  return schema.anyOf ? schema.anyOf.flatMap((one) => open(root, one)) : [schema];
}
