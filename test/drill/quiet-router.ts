import { announcement, endOfRib, initiation, peerUp } from '#local/lab-messages.ts';
import type { RouterSpec, SessionSpec } from '#local/reference-lab.ts';
import type { BmpMessage } from '#protocol/bmp/messages/index.ts';
import { DrillRouter } from './drill-router.ts';
import { type Part, partOf } from './part.ts';

/** A PE with one session and one route, whose MED says how often it has changed. */
export class QuietRouter {
  readonly router: DrillRouter;
  readonly prefix: string;
  readonly #spec: RouterSpec;
  readonly #session: SessionSpec;
  #med = 0;

  constructor(name: string, number: number, port: () => number) {
    this.prefix = `203.0.113.${number}/32`;
    this.#session = sessionOf(number, this.prefix);
    this.#spec = {
      sysName: name,
      sysDescr: 'FRRouting 8.4.4',
      asn: 65_100 + number,
      bgpId: `10.9.0.${number}`,
      sessions: [this.#session],
    };
    this.router = new DrillRouter({ name, dump: () => this.#dump(), port });
  }

  /** The route changes; it is told now if there is a connection, and else with the next dump. */
  change(med: number): void {
    this.#med = med;
    this.router.say(partOf(this.#announcement()));
  }

  #announcement(): BmpMessage {
    const [route] = this.#session.routes;
    if (route === undefined) throw new Error('a quiet router has one route');
    const message = announcement(this.#spec, this.#session, 'adj-rib-in-pre', route, Date.now());
    const [update] = message.type === 'route-monitoring' ? message.updates : [];
    if (update !== undefined) update.attributes = { ...update.attributes, med: this.#med };
    return message;
  }

  *#dump(): Iterable<Part> {
    const now = Date.now();
    yield partOf(initiation(this.#spec));
    yield partOf(peerUp(this.#spec, this.#session, now));
    yield partOf(this.#announcement());
    yield partOf(endOfRib(this.#session, 'adj-rib-in-pre', now));
  }
}

const sessionOf = (number: number, prefix: string): SessionSpec => ({
  element: `quiet${number}`,
  side: 'trust',
  peerAddress: `192.168.200.${number}`,
  peerAsn: 64_600,
  peerBgpId: `10.9.1.${number}`,
  localAddress: `192.168.200.${100 + number}`,
  description: 'quiet',
  routes: [{ prefix, communities: [] }],
});
