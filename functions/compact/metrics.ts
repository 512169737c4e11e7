/** What compaction counts. Names are the metrics' names. */
export interface CompactionMetrics {
  count(name: 'compactions' | 'compactionsLost' | 'compactionsFailed' | 'blocksWritten', value: number): void;
}
