import type {
  ChainRow,
  Evidence,
  GroupRow,
  RedirectTargetRow,
  RulesDocument,
  SteeringRow,
} from '#model/api-chain-rows.ts';
import type {
  AnnouncementRow,
  ElementRow,
  EventRow,
  FindingRow,
  PeerRow,
  PrefixRow,
  RouteRow,
  RouterRow,
} from '#model/api-rows.ts';
import type { DiscoveryRules, WrittenRules } from '#model/rules/discovery-rules.ts';

interface Page<Row> {
  data: Row[];
  page: { next: string | null };
}

/** The HTTP API as a client sees it. */
export class Api {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  announcements = (filter: Record<string, string> = {}): Promise<AnnouncementRow[]> =>
    this.#all('announcements', filter);
  elements = (filter: Record<string, string> = {}): Promise<ElementRow[]> => this.#all('elements', filter);
  routers = (filter: Record<string, string> = {}): Promise<RouterRow[]> => this.#all('routers', filter);
  peers = (filter: Record<string, string> = {}): Promise<PeerRow[]> => this.#all('peers', filter);

  findings = (filter: Record<string, string> = {}): Promise<FindingRow[]> => this.#all('findings', filter);
  groups = (filter: Record<string, string> = {}): Promise<GroupRow[]> => this.#all('groups', filter);
  chains = (filter: Record<string, string> = {}): Promise<ChainRow[]> => this.#all('chains', filter);
  steering = (filter: Record<string, string> = {}): Promise<SteeringRow[]> => this.#all('steering', filter);

  /** Best first; empty where the API answers that there is none. */
  async redirectTargets(filter: Record<string, string> = {}): Promise<RedirectTargetRow[]> {
    const response = await fetch(this.#address('redirect-targets', filter));
    if (response.status === 404) return [];
    return (await bodyOf<Page<RedirectTargetRow>>(response)).data;
  }

  async evidence(elementId: string): Promise<Evidence> {
    const path = `elements/${encodeURIComponent(elementId)}/evidence`;
    return (await this.#get<{ data: Evidence }>(path, {})).data;
  }

  async rules(): Promise<RulesDocument> {
    return (await this.#get<{ data: RulesDocument }>('discovery-rules', {})).data;
  }

  /** Writes the version that follows the current one. */
  async changeRules(change: (rules: DiscoveryRules) => WrittenRules): Promise<RulesDocument> {
    const url = this.#address('discovery-rules', {});
    const current = await fetch(url);
    const { data } = await bodyOf<{ data: RulesDocument }>(current);
    const headers = { 'content-type': 'application/json', 'if-match': current.headers.get('etag') ?? '' };
    const written = await fetch(url, { method: 'PUT', headers, body: JSON.stringify(change(data.rules)) });
    return (await bodyOf<{ data: RulesDocument }>(written)).data;
  }

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
    return bodyOf(await fetch(this.#address(path, query)));
  }

  #address = (path: string, query: Record<string, string>): string =>
    `${this.url}/v1/${path}?${new URLSearchParams(query)}`;
}

async function bodyOf<Body>(response: Response): Promise<Body> {
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Body;
}
