import { setTimeout as sleep } from 'node:timers/promises';
import { zstdDecompressSync } from 'node:zlib';
import type { Hono } from 'hono';
import * as z from 'zod';
import { decodeRecord, isCompressed } from '#model/record-codec.ts';
import type { QuietRouter } from './quiet-router.ts';

const changeMilliseconds = 1000;
const askMilliseconds = 200;

/** When a change was made, by its number; those that have arrived are counted in `seconds`. */
class Way {
  readonly seconds: number[] = [];
  readonly #made = new Map<number, number>();

  made(number: number): void {
    this.#made.set(number, performance.now());
  }

  /** With a change those before it have arrived: what follows them says more than they did. */
  arrived(number: number): void {
    for (const [earlier, at] of this.#made) {
      if (earlier > number) continue;
      this.seconds.push((performance.now() - at) / 1000);
      this.#made.delete(earlier);
    }
  }

  get missing(): number {
    return this.#made.size;
  }
}

const answer = z.object({
  data: z.array(
    z.object({
      routes: z.array(z.object({ router: z.string(), attributes: z.object({ med: z.number().optional() }) })),
    }),
  ),
});

/** Quiet routers of which each says something new every second, and how long that takes to the stream and to an answer of the API. */
export class QuietProbe {
  readonly #routers: readonly QuietRouter[];
  readonly #api: Hono;
  readonly #toStream = new Map<string, Way>();
  readonly #toApi = new Map<string, Way>();
  #number = 0;
  #changing: NodeJS.Timeout | null = null;
  #asking: Promise<void> = Promise.resolve();
  #asked = true;

  constructor(routers: readonly QuietRouter[], api: Hono) {
    this.#routers = routers;
    this.#api = api;
    for (const { router } of routers) {
      this.#toStream.set(router.name, new Way());
      this.#toApi.set(router.name, new Way());
    }
  }

  begin(): void {
    this.#changing = setInterval(() => this.#change(), changeMilliseconds);
    this.#asking = this.#ask();
  }

  /** The last change is the same for all runs. */
  end(last: number): void {
    if (this.#changing !== null) clearInterval(this.#changing);
    for (const router of this.#routers) router.change(last);
  }

  /** No more questions. */
  async rest(): Promise<void> {
    this.#asked = false;
    await this.#asking;
  }

  /** A record that the stream has taken. */
  taken(partitionKey: string, data: Uint8Array): void {
    const way = this.#toStream.get(partitionKey);
    if (way === undefined) return;
    const { events, attributeSets } = decodeRecord(isCompressed(data) ? zstdDecompressSync(data) : data);
    for (const event of events) {
      if (event.kind !== 'announce') continue;
      way.arrived(attributeSets[event.attributeSet]?.med ?? 0);
    }
  }

  /** Seconds of all changes that have arrived. */
  get toStream(): number[] {
    return [...this.#toStream.values()].flatMap(({ seconds }) => seconds);
  }

  get toApi(): number[] {
    return [...this.#toApi.values()].flatMap(({ seconds }) => seconds);
  }

  /** Changes that have not arrived in the stream, or not in the API. */
  get missing(): number {
    return [...this.#toStream.values(), ...this.#toApi.values()].reduce((sum, { missing }) => sum + missing, 0);
  }

  #change(): void {
    this.#number += 1;
    for (const router of this.#routers) {
      for (const ways of [this.#toStream, this.#toApi]) ways.get(router.router.name)?.made(this.#number);
      router.change(this.#number);
    }
  }

  async #ask(): Promise<void> {
    while (this.#asked) {
      const response = await this.#api.request(
        '/v1/rib/ipv4-unicast/lookup?prefix=203.0.113.0/24&match=covered&limit=100',
      );
      // A router that is not there yet, or a table that is not.
      const { data } = response.ok ? answer.parse(await response.json()) : { data: [] };
      for (const { router, attributes } of data.flatMap(({ routes }) => routes)) {
        this.#toApi.get(router)?.arrived(attributes.med ?? 0);
      }
      await sleep(askMilliseconds);
    }
  }
}
