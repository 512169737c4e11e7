import type { Hono } from 'hono';
import { type ApiDependencies, createApi } from '#functions/api/app.ts';
import type { Store } from '#rib/store/store.ts';

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
type Body = any;

/** The API over what ingest has made of what routers said; its clock is theirs. */
export class ToldApi {
  readonly app: Hono;
  readonly logged: string[] = [];

  constructor(store: Store, now: () => number, more: Pick<ApiDependencies, 'streams' | 'retention'> = {}) {
    const log = (message: string, details: object) => this.logged.push(`${message} ${JSON.stringify(details)}`);
    const clock = { now, wait: async () => {} };
    this.app = createApi({ store, access: 'everyone', clock, logger: { error: log, warn: log }, ...more });
  }

  get(path: string, accept = 'application/json'): Promise<Response> {
    return Promise.resolve(this.app.request(path, { headers: { accept } }));
  }

  async json(path: string): Promise<Body> {
    const response = await this.get(path);
    const body = await response.json();
    if (response.status !== 200) throw new Error(`${path}: ${response.status} ${JSON.stringify(body)}`);
    return body;
  }

  /** All pages. */
  async *pages(path: string, between: (page: Body) => Promise<void> = async () => {}): AsyncGenerator<Body> {
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Body = await this.json(cursor === '' ? path : `${path}&cursor=${cursor}`);
      yield page;
      await between(page);
      cursor = page.page.next;
    }
  }

  async rows(path: string, between?: (page: Body) => Promise<void>): Promise<Body[]> {
    const rows: Body[] = [];
    for await (const { data } of this.pages(path, between)) rows.push(...data);
    return rows;
  }
}
