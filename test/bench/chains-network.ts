import { encodeRecord } from '#model/record-codec.ts';
import type { View } from '#protocol/bmp/peer-header.ts';
import { RouterVoice, type SessionOfElement, session } from '../model/router-voice.ts';

export interface StreamPut {
  partitionKey: string;
  data: Uint8Array;
}

interface Element {
  trust: SessionOfElement;
  untrust: SessionOfElement;
  /** Two a side. */
  prefixes: { trust: string[]; untrust: string[] };
  withdrawn: boolean;
}

interface Router {
  voice: RouterVoice;
  elements: Element[];
}

const views: readonly View[] = ['adj-rib-in-pre', 'adj-rib-in-post'];
export const elementsOfRouter = 25;
export const routesOfElement = 4;

/** Routers with elements of two sides, each side with two service prefixes, pre- and post-policy. */
export class ChainsNetwork {
  readonly #routers: Router[];

  constructor(routers: number, now: number) {
    this.#routers = Array.from({ length: routers }, (_, index) => routerOf(index, now));
  }

  get size(): number {
    return this.#routers.length;
  }

  /** The first dump of a router. */
  dump(index: number): StreamPut[] {
    const { voice, elements } = this.#at(index);
    voice.open();
    for (const { trust, untrust } of elements) voice.peerUp(trust).peerUp(untrust);
    for (const element of elements) {
      for (const view of views) {
        for (const prefix of element.prefixes.trust) voice.announce(element.trust, prefix, ['13979:100'], view);
        for (const prefix of element.prefixes.untrust) voice.announce(element.untrust, prefix, ['13979:200'], view);
      }
    }
    for (const { trust, untrust } of elements) {
      for (const view of views) voice.endOfRib(trust, view).endOfRib(untrust, view);
    }
    return putsOf(voice.quiet(2).quiet(30));
  }

  /** The trust side of an element goes, or comes back; its element changes its state. */
  change(index: number, place: number, now: number): StreamPut[] {
    const { voice, elements } = this.#at(index);
    const element = elements[place % elements.length];
    if (element === undefined) throw new RangeError('a router without elements');
    voice.now = now;
    for (const view of views) {
      for (const prefix of element.prefixes.trust) {
        if (element.withdrawn) voice.announce(element.trust, prefix, ['13979:100'], view);
        else voice.withdraw(element.trust, prefix, view);
      }
    }
    element.withdrawn = !element.withdrawn;
    return putsOf(voice);
  }

  #at(index: number): Router {
    const router = this.#routers[index % this.#routers.length];
    if (router === undefined) throw new RangeError('a network without routers');
    return router;
  }
}

const putsOf = (voice: RouterVoice): StreamPut[] =>
  voice.records().map((record) => ({ partitionKey: record.routerId, data: encodeRecord(record) }));

function routerOf(index: number, now: number): Router {
  const voice = new RouterVoice(`nj${String(index).padStart(3, '0')}pe`);
  voice.now = now;
  const elements = Array.from({ length: elementsOfRouter }, (_, place) => elementOf(index, place));
  return { voice, elements };
}

function elementOf(index: number, place: number): Element {
  const bgpId = `10.${index}.${place}.1`;
  const prefixes = (side: number): string[] => [1, 2].map((nth) => `11.${index}.${place}.${side * 2 + nth}/32`);
  return {
    trust: session(`192.168.${place}.2`, 65100, bgpId),
    untrust: session(`192.168.${place}.6`, 65101, bgpId),
    prefixes: { trust: prefixes(0), untrust: prefixes(1) },
    withdrawn: false,
  };
}
