/** The HTTP API as a client sees it: API.md in types, only what the lab looks at. */

export interface Announcement {
  router: string;
  location: string;
  vendor: string | null;
  deviceId: string;
  peerIp: string;
  serviceIp: string;
  serviceIpType: string;
  nextHop: string | null;
  role: string;
  communities: string[];
  state: string;
}

export interface Element {
  id: string;
  router: string;
  location: string;
  vendor: string | null;
  deviceId: string;
  state: string;
  missing: string[];
  reason: string | null;
  pairing: { strategy: string; key: string };
  interfaces: Record<string, Announcement[]>;
}

export interface Router {
  id: string;
  sysName: string | null;
  vendor: string | null;
  location: string;
  deviceId: string;
  session: { state: string; id: string | number; since: string; source: string };
}

export interface Peer {
  id: string;
  router: string;
  address: string;
  state: string;
  since: string;
  feeds: { view: string; family: string; state: string; endOfRib: string }[];
}

export interface Route {
  prefix: string;
  view: string;
  router: string;
  peer: { id: string; address: string; asn: number };
  attributes: Record<string, unknown>;
  stale: boolean;
}

export interface PlatformEvent {
  type: string;
  subject: string;
  data: Record<string, unknown>;
}

interface Page<Row> {
  data: Row[];
  page: { next: string | null };
}

export class Api {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  announcements = (filter: Record<string, string> = {}): Promise<Announcement[]> => this.#all('announcements', filter);
  elements = (filter: Record<string, string> = {}): Promise<Element[]> => this.#all('elements', filter);
  routers = (filter: Record<string, string> = {}): Promise<Router[]> => this.#all('routers', filter);
  peers = (filter: Record<string, string> = {}): Promise<Peer[]> => this.#all('peers', filter);

  /** Routes of a RIB look-up, of all prefixes it found. */
  async lookup(family: string, filter: Record<string, string>): Promise<Route[]> {
    const prefixes = await this.#all<{ prefix: string; routes: Route[] }>(`rib/${family}/lookup`, filter);
    return prefixes.flatMap(({ routes }) => routes);
  }

  /** Everything after a cursor, and the cursor after that. Without a cursor: from the beginning. */
  async events(after: string | null): Promise<{ events: PlatformEvent[]; next: string | null }> {
    const events: PlatformEvent[] = [];
    let next = after;
    for (;;) {
      const page: Page<PlatformEvent> = await this.#get('events', {
        limit: '1000',
        ...(next === null ? {} : { after: next }),
      });
      next = page.page.next ?? next;
      events.push(...page.data);
      if (page.data.length === 0) return { events, next };
    }
  }

  async #all<Row>(path: string, filter: Record<string, string>): Promise<Row[]> {
    const rows: Row[] = [];
    let cursor: string | null = null;
    do {
      const query: Record<string, string> = { limit: '1000', ...filter, ...(cursor === null ? {} : { cursor }) };
      const page: Page<Row> = await this.#get(path, query);
      rows.push(...page.data);
      cursor = page.page.next;
    } while (cursor !== null);
    return rows;
  }

  async #get<Body>(path: string, query: Record<string, string>): Promise<Body> {
    const response = await fetch(`${this.#url}/v1/${path}?${new URLSearchParams(query)}`);
    if (!response.ok) throw new Error(`GET /v1/${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Body;
  }
}
