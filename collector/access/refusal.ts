/** Why a connection was turned away before it became a session: the label of `connections_rejected_total`. */
export type RefusalReason =
  | 'source'
  | 'max-connections'
  | 'max-connections-per-source'
  | 'proxy-header'
  | 'tls'
  | 'certificate'
  | 'stopping';

/** A connection that is turned away; `detail` is for the log and holds nothing secret. */
export class Refusal extends Error {
  readonly reason: RefusalReason;
  readonly detail: string | null;

  constructor(reason: RefusalReason, detail: string | null = null) {
    super(detail === null ? reason : `${reason}: ${detail}`);
    this.name = 'Refusal';
    this.reason = reason;
    this.detail = detail;
  }
}
