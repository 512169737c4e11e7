/** Where records go. */
export interface RecordSink {
  /** Resolves once the record is durable. Rejects when it may not be; putting it again does no harm. */
  put(partitionKey: string, data: Uint8Array): Promise<void>;
}

/** A failed put; `code` names the failure in logs and metrics. */
export class SinkError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SinkError';
    this.code = code;
  }
}
