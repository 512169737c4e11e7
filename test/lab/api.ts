import type {
  AnnouncementRow,
  ElementRow,
  EventRow,
  PeerRow,
  PrefixRow,
  RouteRow,
  RouterRow,
} from '#model/api-rows.ts';

interface Page<Row> {
  data: Row[];
  page: { next: string | null };
}

/** The HTTP API as a client sees it. */
export class Api {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  announcements = (filter: Record<string, string> = {}): Promise<AnnouncementRow[]> =>
    this.#all('announcements', filter);
  elements = (filter: Record<string, string> = {}): Promise<ElementRow[]> => this.#all('elements', filter);
  routers = (filter: Record<string, string> = {}): Promise<RouterRow[]> => this.#all('routers', filter);
  peers = (filter: Record<string, string> = {}): Promise<PeerRow[]> => this.#all('peers', filter);

  /** Routes of a RIB look-up, of all prefixes it found. */
  async lookup(family: string, filter: Record<string, string>): Promise<RouteRow[]> {
    const prefixes = await this.#all<PrefixRow>(`rib/${family}/lookup`, filter);
    return prefixes.flatMap(({ routes }) => routes);
  }

  routes = (family: string, filter: Record<string, string>): Promise<RouteRow[]> =>
    this.#all(`rib/${family}/routes`, filter);

  /** Everything after a cursor, and the cursor after that. Without a cursor: from the beginning. */
  async events(after: string | null): Promise<{ events: EventRow[]; next: string | null }> {
    const events: EventRow[] = [];
    let next = after;
    for (;;) {
      const page: Page<EventRow> = await this.#get('events', {
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
