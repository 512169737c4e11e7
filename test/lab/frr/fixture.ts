import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Api } from '../api.ts';
import { Gateway } from '../gateway.ts';
import { Station } from '../station.ts';
import { down, up } from './lab.ts';
import { management, stationPort } from './topology.ts';

/** The lab, a station, and the gateway through which every router reaches it from one source address. */
export class LabFixture {
  readonly gateway = new Gateway(management.address, stationPort);
  #station: Station | null = null;
  #directory: string | null = null;

  /** A station without a router, then the routers: their first dump is the whole story. */
  async start(): Promise<void> {
    await up();
    this.#directory = await mkdtemp(join(tmpdir(), 'bmplab-station-'));
    const station = await this.#start();
    // Scenarios change an element more often than one would in ten minutes that is not flapping.
    await station.api.changeRules((rules) => ({ ...rules, holds: { ...rules.holds, flapTransitions: 20 } }));
    await this.gateway.open(station.bmpPort);
  }

  /** Starts the station with the state it had last, and lets the routers in. */
  async startStation(): Promise<void> {
    const station = await this.#start();
    await this.gateway.open(station.bmpPort);
  }

  async #start(): Promise<Station> {
    if (this.#directory === null) throw new Error('the lab is not up');
    this.#station = await Station.start(this.#directory);
    return this.#station;
  }

  /** SIGTERM; until it starts again, routers are refused. */
  async stopStation(): Promise<void> {
    await this.#station?.stop();
    await this.gateway.close();
  }

  get api(): Api {
    if (this.#station === null) throw new Error('no station');
    return this.#station.api;
  }

  /** Leaves nothing behind, however far it came. */
  async stop(): Promise<void> {
    await this.gateway.close();
    await this.#station?.kill();
    await down();
    if (this.#directory !== null) await rm(this.#directory, { recursive: true, force: true });
  }
}
