/** Of a session-open of the benches: how the router came. */
export const sessionSource = {
  source: '192.0.2.1',
  sourcePort: 40_000,
  bgpId: null,
  partitions: 1,
  identity: 'sys-name',
  certificateName: null,
  unlisted: false,
} as const;
