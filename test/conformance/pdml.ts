import type { Readable } from 'node:stream';

/** Octets in hex of the place in the packet where tshark says a field lies. */
export type OctetsOf = (position: number, size: number) => string;

/** An element of tshark's PDML. Its line is kept as it is: only few attributes of few elements are ever asked for. */
export class PdmlField {
  readonly name: string;
  readonly fields: PdmlField[] = [];
  readonly #line: string;

  constructor(line: string) {
    this.#line = line;
    this.name = this.#attribute('name') ?? '';
  }

  /** The value as tshark shows it. */
  get show(): string {
    return this.#attribute('show') ?? '';
  }

  /** The line that people see. */
  get label(): string {
    return this.#attribute('showname') ?? '';
  }

  /** Octets in hex; those of a bit field are shifted. */
  get value(): string {
    return this.#attribute('value') ?? '';
  }

  get position(): number {
    return Number(this.#attribute('pos'));
  }

  get size(): number {
    return Number(this.#attribute('size'));
  }

  child(name: string): PdmlField | undefined {
    return this.fields.find((field) => field.name === name);
  }

  children(name: string): PdmlField[] {
    return this.fields.filter((field) => field.name === name);
  }

  /** What tshark shows of the fields of this name directly below. */
  shown(name: string): string[] {
    return this.children(name).map(({ show }) => show);
  }

  /** Of this name, however deep. */
  *all(name: string): Generator<PdmlField> {
    for (const field of this.fields) {
      if (field.name === name) yield field;
      yield* field.all(name);
    }
  }

  #attribute(name: string): string | undefined {
    const mark = ` ${name}="`;
    const start = this.#line.indexOf(mark);
    if (start < 0) return undefined;
    return this.#line.slice(start + mark.length, this.#line.indexOf('"', start + mark.length));
  }
}

/** One packet at a time: tshark writes an element a line, so that lines are all that has to be told apart. */
export async function* packetsOf(output: Readable): AsyncGenerator<PdmlField> {
  const open: PdmlField[] = [];
  let rest = '';
  for await (const chunk of output.setEncoding('utf8')) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const packet = take(line.trimStart(), open);
      if (packet !== null) yield packet;
    }
  }
}

/** The packet that ends with this line. */
function take(line: string, open: PdmlField[]): PdmlField | null {
  if (line.startsWith('</')) {
    const closed = open.pop();
    return closed !== undefined && open.length === 0 ? closed : null;
  }
  if (!/^<(packet|field|proto)\b/.test(line)) return null;
  const field = new PdmlField(line);
  open.at(-1)?.fields.push(field);
  if (!line.endsWith('/>')) open.push(field);
  return null;
}
