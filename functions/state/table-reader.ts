import { type DynamoDBClient, paginateQuery, paginateScan, type ScanCommandInput } from '@aws-sdk/client-dynamodb';
import { kinds, tableKeyNames } from '#model/keys.ts';
import type { Pace } from './pace.ts';
import type { Item } from './state-file.ts';

export interface TableReaderProps {
  client: DynamoDBClient;
  tableName: string;
  pace: Pace;
}

/** Reads a whole table, which no role of a station may. */
export class TableReader {
  readonly #props: TableReaderProps;

  constructor(props: TableReaderProps) {
    this.#props = props;
  }

  /** All items in no order, by so many scans side by side. */
  async *scan(segments: number): AsyncGenerator<Item[]> {
    const running = Array.from({ length: segments }, (_, Segment) => this.#scan({ Segment, TotalSegments: segments }));
    const next = async (pages: AsyncGenerator<Item[]>) => ({ pages, result: await pages.next() });
    const waiting = new Map(running.map((pages) => [pages, next(pages)]));
    while (waiting.size > 0) {
      const { pages, result } = await Promise.race(waiting.values());
      if (result.done) waiting.delete(pages);
      else {
        waiting.set(pages, next(pages));
        yield result.value;
      }
    }
  }

  async *#scan(part: Pick<ScanCommandInput, 'Segment' | 'TotalSegments'>): AsyncGenerator<Item[]> {
    const { client, tableName, pace } = this.#props;
    const request = { TableName: tableName, ConsistentRead: true, ReturnConsumedCapacity: 'TOTAL', ...part } as const;
    for await (const { Items = [], ConsumedCapacity } of paginateScan({ client }, request)) {
      await pace.used(ConsumedCapacity?.CapacityUnits ?? 0);
      yield Items;
    }
  }

  /** The items of one partition (`pk`), in order. */
  async *partition(pk: string): AsyncGenerator<Item[]> {
    const { client, tableName, pace } = this.#props;
    const request = {
      TableName: tableName,
      ConsistentRead: true,
      ReturnConsumedCapacity: 'TOTAL',
      KeyConditionExpression: '#pk = :pk',
      ExpressionAttributeNames: { '#pk': tableKeyNames.partition },
      ExpressionAttributeValues: { ':pk': { S: pk } },
    } as const;
    for await (const { Items = [], ConsumedCapacity } of paginateQuery({ client }, request)) {
      await pace.used(ConsumedCapacity?.CapacityUnits ?? 0);
      yield Items;
    }
  }

  /** Version of the last commit of each router, or partition of one. */
  async commits(): Promise<Map<string, string>> {
    const versions = new Map<string, string>();
    for await (const items of this.partition(kinds.head.pk))
      for (const { sk, version } of items) versions.set(sk?.S ?? '', version?.N ?? '');
    return versions;
  }
}
