import type { Socket } from 'node:net';
import { socketAddress } from '#model/socket-address.ts';
import type { CollectorServices } from '../services.ts';
import type { DialTarget } from './config.ts';
import { DialLease } from './dial-lease.ts';
import type { DialLeases } from './dial-leases.ts';
import { type DialTimings, RouterDialler } from './router-dialler.ts';

export interface DiallerProps {
  services: Pick<CollectorServices, 'config' | 'log' | 'metrics' | 'now'>;
  leases: DialLeases;
  /** Makes a session of a connection to a router at `source`; resolves when that has ended, rejects when it may not be. */
  adopt: (socket: Socket, source: string, sourcePort: number) => Promise<void>;
  timings?: DialTimings & { leaseMilliseconds: number };
}

/** A lease of a collector that died is free after so long; one that stops releases it. */
const defaultTimings = {
  backOff: { firstMilliseconds: 1000, ceilingMilliseconds: 60_000 },
  steadyMilliseconds: 10_000,
  lookMilliseconds: 10_000,
  leaseMilliseconds: 90_000,
};

/** Connects to the routers that are listed, each from one of the collectors, for as long as the collector runs. */
export class Dialler {
  readonly #props: DiallerProps;
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>[];

  constructor(props: DiallerProps) {
    this.#props = props;
    this.#running = props.services.config.activeRouters.map((target) => this.#diallerOf(target).run());
  }

  /** Makes no more connections; those that there are stay. */
  stop(): void {
    this.#stopping.abort();
  }

  /** Resolves when all connections have ended and the leases are released. */
  async ended(): Promise<void> {
    await Promise.all(this.#running);
  }

  #diallerOf(target: DialTarget): RouterDialler {
    const { services, leases, adopt, timings = defaultTimings } = this.#props;
    const { config, metrics, now } = services;
    const name = socketAddress(target.address, target.port);
    const log = services.log.child({ dialled: name });
    const { leaseMilliseconds } = timings;
    const lease = new DialLease({
      ...{ leases, target: name, collectorId: config.collectorId },
      ...{ leaseMilliseconds, log, now },
    });
    return new RouterDialler({
      ...{ target, lease, metrics, log, timings, signal: this.#stopping.signal },
      adopt: (socket) => {
        log.info('connected to the router');
        return adopt(socket, socket.remoteAddress ?? target.address, socket.remotePort ?? target.port);
      },
    });
  }
}
