/** A scrape in Prometheus' text form. */
export class Scrape {
  readonly #samples: readonly { name: string; labels: string; value: number }[];

  private constructor(samples: { name: string; labels: string; value: number }[]) {
    this.#samples = samples;
  }

  static async of(url: string): Promise<Scrape> {
    const response = await fetch(new URL('/metrics', url));
    if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
    return Scrape.parse(await response.text());
  }

  static parse(text: string): Scrape {
    const lines = text.matchAll(/^(?<name>[a-z_:]+)(?:\{(?<labels>[^}]*)\})? (?<value>\S+)$/gm);
    const samples = [...lines].map(({ groups }) => ({
      name: groups?.name ?? '',
      labels: groups?.labels ?? '',
      value: Number(groups?.value),
    }));
    return new Scrape(samples);
  }

  /** Sum over the samples of a metric that carry this label, or over all of them. Throws where the metric is not exported. */
  sum(name: string, label = ''): number {
    const samples = this.#samples.filter((sample) => sample.name === name);
    if (samples.length === 0 && !this.#samples.some((sample) => sample.name.startsWith('bmpaas_'))) {
      throw new Error('no metrics of the collector here');
    }
    return samples.filter(({ labels }) => labels.includes(label)).reduce((sum, { value }) => sum + value, 0);
  }
  /** Samples of a metric that are not zero, by their labels. */
  samples(name: string): [labels: string, value: number][] {
    return this.#samples
      .filter((sample) => sample.name === name && sample.value !== 0)
      .map(({ labels, value }) => [labels, value]);
  }
}
