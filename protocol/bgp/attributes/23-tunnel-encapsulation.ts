import { tunnelTypes } from '../../net/tunnel-type.ts';
import { decodeTunnel, encodeTunnel, type Tunnel, tunnelToJson } from '../tunnel-encapsulation/tunnel.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';

/**
 * RFC 9012 §2: tunnels; §13 on errors. A tunnel whose egress endpoint is malformed has no effect, and is kept:
 * the router has sent it.
 */
export const tunnelEncapsulation = defineAttribute<'tunnelEncapsulation', Tunnel[]>({
  code: 23,
  name: 'tunnelEncapsulation',
  reference: 'RFC 9012, RFC 9830, RFC 9831',
  flags: attributeFlags.optionalTransitive,
  onError: 'withdraw',
  decode(reader, { issues }) {
    if (reader.remaining === 0) reader.fail('no tunnels');
    const tunnels: Tunnel[] = [];
    while (reader.remaining > 0) tunnels.push(decodeTunnel(reader, issues));
    const policies = tunnels.filter(({ tunnelType }) => tunnelType === tunnelTypes.srPolicy);
    if (policies.length > 1) reader.fail(`${policies.length} SR policies`);
    return tunnels;
  },
  encode(writer, tunnels) {
    for (const tunnel of tunnels) encodeTunnel(writer, tunnel);
  },
  toJson: (tunnels) => tunnels.map(tunnelToJson),
});
