import { setTimeout as sleep } from 'node:timers/promises';
import Table from 'cli-table3';
import * as z from 'zod';

const side = z.array(z.object({ serviceIp: z.string() }));

const elementsAnswer = z.object({
  data: z.array(
    z.object({
      location: z.string(),
      router: z.string(),
      deviceId: z.string(),
      pairing: z.object({ key: z.string() }),
      interfaces: z.record(z.string(), side),
      state: z.string(),
    }),
  ),
});

export type DiscoveredElement = z.infer<typeof elementsAnswer>['data'][number];

/** The elements that the API at `url` knows, by location and trust address. Rejects when it does not answer as it should. */
export async function fetchElements(url: string): Promise<DiscoveredElement[]> {
  const response = await fetch(`${url}/v1/elements?limit=1000`);
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
  return elementsAnswer.parse(await response.json()).data;
}

/** Asks until `count` elements are complete or `timeout` milliseconds have passed; answers what is known then. */
export async function awaitComplete(url: string, count: number, timeout: number): Promise<DiscoveredElement[]> {
  const deadline = performance.now() + timeout;
  for (;;) {
    const elements = await fetchElements(url);
    const complete = elements.filter(({ state }) => state === 'complete').length;
    if (complete >= count || performance.now() > deadline) return elements;
    await sleep(150);
  }
}

export function elementsTable(elements: readonly DiscoveredElement[]): string {
  const table = new Table({
    head: ['Location', 'Router', 'Device ID', 'Element', 'Trust', 'Untrust', 'State'],
    style: { head: [], border: [], compact: true },
  });
  for (const { location, router, deviceId, pairing, interfaces, state } of elements) {
    table.push([location, router, deviceId, pairing.key, ...['trust', 'untrust'].map(addresses(interfaces)), state]);
  }
  return table.toString();
}

const addresses = (interfaces: DiscoveredElement['interfaces']) => (role: string) =>
  (interfaces[role] ?? []).map(({ serviceIp }) => serviceIp).join(' ');
