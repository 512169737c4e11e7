/** What a capture holds that is not shown, told on stderr. */
export class CaptureReport {
  readonly #tell: (text: string) => void;
  readonly #notBmp: string[] = [];
  #notBmpCount = 0;
  readonly #passedOver = new Map<string, number>();
  #connections = 0;
  #problems = 0;

  constructor(tell: (text: string) => void) {
    this.#tell = tell;
  }

  get connections(): number {
    return this.#connections;
  }

  get problems(): number {
    return this.#problems;
  }

  addConnection(): void {
    this.#connections++;
  }

  /** Messages are missing. */
  addProblem(text: string): void {
    this.#problems++;
    this.#tell(text);
  }

  addNotBmp(connection: string): void {
    this.#notBmpCount++;
    if (this.#notBmp.length < namedStreams) this.#notBmp.push(connection);
  }

  /** Packets of a kind that is not read. */
  addPassedOver(kind: string): void {
    this.#passedOver.set(kind, (this.#passedOver.get(kind) ?? 0) + 1);
  }

  /** Of all that was not told at once. */
  tellTotals(): void {
    for (const [kind, count] of this.#passedOver) this.#tell(`passed over: ${count} ${kind}`);
    if (this.#notBmpCount === 0) return;
    const more = this.#notBmpCount > this.#notBmp.length ? ', …' : '';
    this.#tell(
      `passed over: ${this.#notBmpCount} TCP streams that don't begin with BMP: ${this.#notBmp.join(', ')}${more}`,
    );
  }
}

/** In the one line about streams that are no BMP. */
const namedStreams = 10;
