/** A collector that wants to be the one that connects to a router. */
export interface DialRequest {
  /** Address and port as one text. */
  target: string;
  collectorId: string;
  /** Milliseconds since 1970. */
  now: number;
  /** When the lease ends that is not renewed. */
  until: number;
}

/**
 * Which collector connects to which router. It is there to spare routers a second connection, and not for order: of two collectors that
 * connect all the same, the claim fences one. Failures of the table reject.
 */
export interface DialLeases {
  /** Takes the lease, or renews it. False while another collector has it. */
  hold(request: DialRequest): Promise<boolean>;
  /** Leaves the lease to whoever wants it next; does nothing where another collector has it. */
  release(target: string, collectorId: string, now: number): Promise<void>;
}

/** Of a collector that is the only one. */
export const loneDials: DialLeases = {
  hold: async () => true,
  release: async () => {},
};
