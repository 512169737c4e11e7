import type { ApiClient } from '../api-client.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Format } from '../output/format.ts';
import type { Terminal } from '../terminal.ts';

/** One line of the table of commands. Parsing, help and suggestions derive from it. */
export interface Command {
  /** `['peer', 'list']`: nouns, then the verb. */
  words: readonly string[];
  summary: string;
  parameters: readonly Parameter[];
  options: Readonly<Record<string, Option>>;
  /** What `-o` takes; the first is the default. */
  formats: readonly [Format, ...Format[]];
  /** What one may type behind `bmpaas`, shown in its help. */
  example?: string;
  run(context: Context): Promise<ExitCode>;
}

export interface Parameter {
  name: string;
  required: boolean;
}

export interface Option {
  summary: string;
  /** Placeholder in the help; without it the option is a flag. */
  value?: string;
  /** `n` for `-n`. */
  short?: string;
  /** Its name as a query parameter, where it goes to the API as it is. */
  query?: string;
  /** What the parameter is when a flag is given. */
  given?: string;
  choices?: readonly string[];
}

export interface Context {
  terminal: Terminal;
  api: ApiClient;
  format: Format;
  parameters: readonly string[];
  options: Options;
}

/** The options given, by the names in the command's own table. */
export class Options {
  readonly #table: Command['options'];
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(table: Command['options'], values: Readonly<Record<string, unknown>>) {
    this.#table = table;
    this.#values = values;
  }

  text(name: string): string | undefined {
    const value = this.#values[name];
    return typeof value === 'string' ? value : undefined;
  }

  flag(name: string): boolean {
    return this.#values[name] === true;
  }

  /** The query parameters that the given options stand for. */
  query(): Record<string, string> {
    const query: Record<string, string> = {};
    for (const [name, { query: parameter, given }] of Object.entries(this.#table)) {
      const value = this.#values[name];
      if (parameter !== undefined && value !== undefined) query[parameter] = given ?? String(value);
    }
    return query;
  }
}
