import type { Api } from '../api.ts';
import { Gateway } from '../gateway.ts';
import { Station } from '../station.ts';
import { down, up } from './lab.ts';
import { asItBegins } from './rules.ts';
import { bridge, stationPort } from './topology.ts';

/** The lab, and a station that has its rules before it hears the first router. */
export class ChainsLab {
  readonly gateway = new Gateway(bridge.address, stationPort);
  #station: Station | null = null;

  async start(): Promise<void> {
    const [station] = await Promise.all([Station.start(), up()]);
    this.#station = station;
    await station.api.changeRules(asItBegins);
    await this.gateway.open(station.bmpPort);
  }

  get api(): Api {
    if (this.#station === null) throw new Error('no station');
    return this.#station.api;
  }

  /** Leaves nothing behind, however far it came. */
  async stop(): Promise<void> {
    await this.gateway.close();
    await this.#station?.stop();
    await down();
  }
}
