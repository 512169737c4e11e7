import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** Hears requests as EventBridge does, and answers what it is told to. */
export class FakeEventBridge {
  readonly requests: { target: string; body: { Entries: Record<string, unknown>[] } }[] = [];
  status = 200;
  answer: (entries: Record<string, unknown>[]) => unknown = (entries) => ({
    FailedEntryCount: 0,
    Entries: entries.map((_, index) => ({ EventId: String(index) })),
  });
  readonly #server: Server;

  private constructor() {
    this.#server = createServer(async (request, response) => {
      const body = JSON.parse(await text(request));
      this.requests.push({ target: String(request.headers['x-amz-target']), body });
      response.writeHead(this.status, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(this.answer(body.Entries)));
    });
  }

  static async listen(): Promise<FakeEventBridge> {
    const fake = new FakeEventBridge();
    await new Promise<void>((resolve) => fake.#server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
