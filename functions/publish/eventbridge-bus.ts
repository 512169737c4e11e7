import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { BusEntry, EventBus } from './event-bus.ts';

/** A bus of Amazon EventBridge. */
export class EventBridgeBus implements EventBus {
  readonly #client: EventBridgeClient;
  readonly #name: string;

  /** A client that repeats requests by itself would send entries twice where an answer was lost: it should not. */
  constructor(client: EventBridgeClient, name: string) {
    this.#client = client;
    this.#name = name;
  }

  async put(entries: readonly BusEntry[]): Promise<(string | null)[]> {
    const { Entries: outcomes = [] } = await this.#client.send(
      new PutEventsCommand({
        Entries: entries.map(({ source, detailType, time, resources, detail }) => ({
          EventBusName: this.#name,
          Source: source,
          DetailType: detailType,
          Time: new Date(time),
          Resources: [...resources],
          Detail: detail,
        })),
      }),
    );
    if (outcomes.length !== entries.length) {
      throw new Error(`EventBridge answered for ${outcomes.length} of ${entries.length} entries`);
    }
    return outcomes.map(({ EventId, ErrorCode, ErrorMessage }) =>
      EventId ? null : `${ErrorCode ?? 'no event id'}: ${ErrorMessage ?? ''}`,
    );
  }
}
