import { zstdDecompressSync } from 'node:zlib';
import { decodeRecord, isCompressed } from '#model/record-codec.ts';
import { RouterCrowd } from './router-crowd.ts';
import { StreamStub } from './stream-stub.ts';

/** What the process is told to do. */
export type Order =
  | { do: 'connect'; port: number; routers: number }
  | { do: 'talk'; milliseconds: number }
  | { do: 'limit'; shards: number; octets: number; records: number }
  | { do: 'dump' | 'begin dump'; file: string; routers: number }
  | { do: 'count' }
  | { do: 'report' }
  | { do: 'leave' };

export interface CrowdReport {
  seconds: number;
  calls: number;
  records: number;
  throttled: number;
  tableCalls: number;
  messages: number;
  /** Milliseconds from the write to the socket until the stream had the record; ascending. */
  latencies: number[];
}

/** Process of its own: routers and the stream, so that one clock sees a message go out and its record arrive. */
const sentAt = new Map<number, number>();
let latencies: number[] = [];
let countedFrom = performance.now();
let crowd: RouterCrowd | null = null;
const stub = new StreamStub((data) => {
  const now = performance.now();
  for (const number of numbersIn(data)) {
    const sent = sentAt.get(number);
    if (sent === undefined) continue;
    sentAt.delete(number);
    latencies.push(now - sent);
  }
});

/** Of the messages that a record has. Those of a dump have other prefixes. */
function numbersIn(data: Uint8Array): number[] {
  const { routerId, events } = decodeRecord(isCompressed(data) ? zstdDecompressSync(data) : data);
  if (!routerId.startsWith('router-')) return [];
  const routes = events.flatMap((event) => (event.kind === 'announce' ? event.routes : []));
  return routes.map(({ address }) => ((address[1] ?? 0) << 16) | ((address[2] ?? 0) << 8) | (address[3] ?? 0));
}

async function obey(order: Order): Promise<object> {
  if (order.do === 'connect') {
    crowd = new RouterCrowd(order.port, (number) => sentAt.set(number, performance.now()));
    await crowd.connect(order.routers);
  } else if (order.do === 'talk') crowd?.talk(order.milliseconds);
  else if (order.do === 'limit') stub.limit(order);
  else if (order.do === 'dump') await crowd?.dump(order.file, order.routers);
  else if (order.do === 'begin dump') void crowd?.dump(order.file, order.routers);
  else if (order.do === 'count') {
    latencies = [];
    countedFrom = performance.now();
    stub.resetCounts();
  } else if (order.do === 'leave') {
    await crowd?.leave();
    sentAt.clear();
  } else return reported();
  return {};
}

function reported(): CrowdReport {
  const { calls, records, throttled, tableCalls } = stub;
  const seconds = (performance.now() - countedFrom) / 1000;
  return {
    ...{ seconds, calls, records, throttled, tableCalls, messages: latencies.length },
    latencies: latencies.toSorted((left, right) => left - right),
  };
}

process.on('message', (order: Order) => void obey(order).then((answer) => process.send?.(answer)));
process.send?.({ url: await stub.listen() });
