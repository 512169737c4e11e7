/** What the values of one component type mean, RFC 8955 §4.2.2. */
export type FlowComponentType = PlainComponentType | FlowTestsType;

interface PlainComponentType {
  name: string;
  form: 'prefix' | 'mac-address';
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

const prefix = (name: string): FlowComponentType => ({ name, form: 'prefix' });
const macAddress = (name: string): FlowComponentType => ({ name, form: 'mac-address' });

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

export type FlowComponentTypes = ReadonlyMap<number, FlowComponentType>;

/** IANA "Flow Spec Component Types", IPv4. */
const ipv4: FlowComponentTypes = new Map<number, FlowComponentType>([
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
const ipv6: FlowComponentTypes = new Map([...ipv4, [13, numeric('flow-label')]]);

/**
 * draft-ietf-idr-flowspec-l2vpn-12, as GoBGP sends it. Later drafts put other fields in front, of which the first octet is
 * zero: their rules stay octets. Of prefixes nobody says which version they are.
 */
const ethernet: FlowComponentTypes = new Map([
  ...[...ipv6].filter(([, { form }]) => form !== 'prefix'),
  [14, numeric('ethernet-type')],
  [15, macAddress('source-mac')],
  [16, macAddress('destination-mac')],
  [17, numeric('llc-dsap')],
  [18, numeric('llc-ssap')],
  [19, numeric('llc-control')],
  [20, numeric('snap')],
  [21, numeric('vlan-id')],
  [22, numeric('vlan-cos')],
  [23, numeric('inner-vlan-id')],
  [24, numeric('inner-vlan-cos')],
]);

export const flowComponentTypes = { ipv4, ipv6, ethernet } as const;

/** What the packets are that rules are about. */
export type FlowPackets = keyof typeof flowComponentTypes;

export const ipVersionOf = (packets: FlowPackets): 4 | 6 => (packets === 'ipv6' ? 6 : 4);
