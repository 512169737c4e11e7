/**
 * What one decoder says of one BMP message, in words that belong to no decoder: text by name of field, in the order of the
 * message. Families are `afi/safi`; what has no agreed text is lower-case hex.
 */
export class Reading {
  readonly fields: Map<string, string[]>;
  readonly #prefix: string;

  constructor(fields = new Map<string, string[]>(), prefix = '') {
    this.fields = fields;
    this.#prefix = prefix;
  }

  /** The same reading, of which all names begin with `prefix`. */
  under(prefix: string): Reading {
    return new Reading(this.fields, this.#prefix + prefix);
  }

  add(name: string, ...values: readonly (string | number | bigint)[]): this {
    if (values.length === 0) return this;
    const known = this.fields.get(this.#prefix + name);
    const texts = values.map(String);
    if (known === undefined) this.fields.set(this.#prefix + name, texts);
    else known.push(...texts);
    return this;
  }

  values(name: string): readonly string[] {
    return this.fields.get(this.#prefix + name) ?? [];
  }

  /** One route of a family that is more than a prefix, and its fields. */
  addNlri(name: string, text: string, facts: readonly (readonly [name: string, value: string])[]): void {
    const index = this.values(name).length;
    this.add(name, text);
    for (const [fact, value] of facts) this.add(`${name} [${index}] ${fact}`, value);
  }
}

/** Names of the fields of the first UPDATE of a message carry nothing, those of the others their place. */
export const ofUpdate = (index: number): string => (index === 0 ? '' : `update ${index + 1} `);

/** A route of a family with a prefix. */
export interface PrefixRoute {
  prefix: string;
  pathId: string | number | null;
  routeDistinguisher: string | null;
  labels: readonly (string | number)[];
}

/** Labels of a withdrawal mean nothing, RFC 8277 §2.4. */
export function routeText({ prefix, pathId, routeDistinguisher, labels }: PrefixRoute, announced: boolean): string {
  const stack = announced && labels.length > 0 ? ` label ${labels.join(',')}` : '';
  return `${routeDistinguisher === null ? '' : `${routeDistinguisher} `}${prefix}${stack}${pathText(pathId)}`;
}

export const pathText = (pathId: string | number | null): string => (pathId === null ? '' : ` path ${pathId}`);

/** Attributes whose fields have names of their own in a reading; any other goes as `attribute N`. */
export const namedAttributes: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 14, 15, 16, 17, 18, 32]);
