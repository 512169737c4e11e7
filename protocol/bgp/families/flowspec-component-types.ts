/** What the values of one component type mean, RFC 8955 §4.2.2. */
export type FlowComponentType = FlowPrefixType | FlowTestsType;

interface FlowPrefixType {
  name: string;
  form: 'prefix';
}

export interface FlowTestsType {
  name: string;
  form: 'tests';
  /** In front of the value, by the lower bits of the operator octet. */
  operators: readonly string[];
  /** Octets that a value may have. */
  valueLengths: readonly number[];
  /** Names of single bits, the lowest first; null where the value is a number. */
  flags: readonly string[] | null;
}

/** RFC 8955 §4.2.1.1: less than (4), greater than (2), equal (1). */
const comparisons = ['false', '=', '>', '>=', '<', '<=', '!=', 'true'];

/** RFC 8955 §4.2.1.2: not (2), match (1). With `=` all bits have to be set, else any of them. */
const matches = ['', '=', '!', '!='];

const prefix = (name: string): FlowPrefixType => ({ name, form: 'prefix' });

const numeric = (name: string, valueLengths = [1, 2, 4, 8]): FlowTestsType => ({
  name,
  form: 'tests',
  operators: comparisons,
  valueLengths,
  flags: null,
});

const bitmask = (name: string, valueLengths: number[], flags: string[]): FlowTestsType => ({
  name,
  form: 'tests',
  operators: matches,
  valueLengths,
  flags,
});

const tcpFlags = ['fin', 'syn', 'rst', 'psh', 'ack', 'urg', 'ece', 'cwr'];
const fragments = ['dont-fragment', 'is-fragment', 'first-fragment', 'last-fragment'];

/** IANA "Flow Spec Component Types", IPv4. */
export const ipv4FlowComponents: ReadonlyMap<number, FlowComponentType> = new Map<number, FlowComponentType>([
  [1, prefix('destination')],
  [2, prefix('source')],
  [3, numeric('protocol')],
  [4, numeric('port')],
  [5, numeric('destination-port')],
  [6, numeric('source-port')],
  [7, numeric('icmp-type')],
  [8, numeric('icmp-code')],
  [9, bitmask('tcp-flags', [1, 2], tcpFlags)],
  [10, numeric('packet-length')],
  [11, numeric('dscp', [1])],
  [12, bitmask('fragment', [1], fragments)],
]);

/** The same, IPv6. */
export const ipv6FlowComponents: ReadonlyMap<number, FlowComponentType> = new Map([
  ...ipv4FlowComponents,
  [13, numeric('flow-label')],
]);
