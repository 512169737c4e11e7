import { setTimeout as sleep } from 'node:timers/promises';
import type { Hono } from 'hono';
import type {
  AnnouncementRow,
  ElementRow,
  EventRow,
  FindingRow,
  PeerRow,
  RouteRow,
  RouterRow,
} from '#model/api-rows.ts';

interface Page<Row> {
  data: Row[];
  page: { next: string | null };
}

/** The API's handler, asked as the drill needs it: whole lists. */
export class ApiReader {
  readonly #api: Hono;

  constructor(api: Hono) {
    this.#api = api;
  }

  routers = (): Promise<RouterRow[]> => this.#all('routers');
  peers = (): Promise<PeerRow[]> => this.#all('peers');
  elements = (): Promise<ElementRow[]> => this.#all('elements');
  announcements = (): Promise<AnnouncementRow[]> => this.#all('announcements');
  findings = (): Promise<FindingRow[]> => this.#all('findings');

  async events(): Promise<EventRow[]> {
    const events: EventRow[] = [];
    for (let after = ''; ; ) {
      const { data, page } = await this.#get<EventRow>(`events?limit=1000${after}`);
      if (data.length === 0) return events;
      events.push(...data);
      after = `&after=${encodeURIComponent(page.next ?? '')}`;
    }
  }

  /** Every IPv4 route of a router, as it is read. */
  async *routes(router: string): AsyncGenerator<RouteRow> {
    const headers = { accept: 'application/x-ndjson' };
    const response = await this.#api.request(`/v1/rib/ipv4-unicast/routes?router=${router}`, { headers });
    if (!response.ok || response.body === null) throw new Error(`routes of ${router}: ${response.status}`);
    let rest = '';
    for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield JSON.parse(line);
    }
  }

  async #all<Row>(path: string): Promise<Row[]> {
    const rows: Row[] = [];
    for (let cursor = ''; ; ) {
      const { data, page } = await this.#get<Row>(`${path}?limit=1000${cursor}`);
      rows.push(...data);
      if (page.next === null) return rows;
      cursor = `&cursor=${encodeURIComponent(page.next)}`;
    }
  }

  async #get<Row>(path: string): Promise<Page<Row>> {
    let response = await this.#api.request(`/v1/${path}`);
    // The table may still have much to do.
    for (let retry = 0; response.status >= 500 && retry < 5; retry += 1) {
      await sleep(2000);
      response = await this.#api.request(`/v1/${path}`);
    }
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Page<Row>;
  }
}
