/** What ingest counts. Names are the metrics' names. */
export interface IngestMetrics {
  count(
    name:
      | 'records'
      | 'routes'
      | 'poisonRecords'
      | 'fencedRecords'
      | 'sequenceGaps'
      | 'commitConflicts'
      | 'failedRecords',
    value: number,
  ): void;
}
