/** What publishing counts. Names are the metrics' names. */
export interface PublishMetrics {
  count(
    name:
      | 'eventsPublished'
      /** Were too large for an entry, and left without some of their data. */
      | 'eventsReduced'
      /** Entries that the bus did not take, each time. */
      | 'entriesRefused'
      /** Requests of which it is not known what the bus took. */
      | 'putEventsFailed'
      /** Items of the feed that expired before they were published. */
      | 'feedItemsMissed'
      /** The cursor had been moved by somebody else. */
      | 'publishersOvertaken',
    value: number,
  ): void;
}
