import { encodeBmpMessage } from '#protocol/bmp/encode.ts';
import { initiationOf } from '#protocol/bmp/messages/04-initiation.ts';
import { informationTypes, textTlv } from '#protocol/bmp/tlv.ts';
import { generatedPeer } from '../bench/generated-table.ts';
import type { TablePlan } from '../bench/table-plan.ts';
import { DrillRouter } from './drill-router.ts';
import type { Part } from './part.ts';

const partOctets = 65_536;

/** A PE whose one peer has a table as full ones are: all it does is to dump it. */
export function dumpingRouter(name: string, number: number, plan: TablePlan, port: () => number): DrillRouter {
  const tlvs = [textTlv(informationTypes.sysName, name), textTlv(informationTypes.sysDescr, 'FRRouting 8.4.4')];
  const initiation = { octets: encodeBmpMessage(initiationOf(tlvs)), messages: { initiation: 1 } };
  const parts = [initiation, ...partsOf(generatedPeer(plan, number))];
  return new DrillRouter({ name, dump: () => parts, port });
}

/** The messages of a peer: its Peer Up, and then Route Monitoring only. */
function* partsOf(messages: Iterable<Uint8Array>): Generator<Part> {
  let some: Uint8Array[] = [];
  let octets = 0;
  let type = 'peer-up';
  for (const message of messages) {
    some.push(message);
    octets += message.length;
    if (type === 'route-monitoring' && octets < partOctets) continue;
    yield { octets: Buffer.concat(some), messages: { [type]: some.length } };
    [some, octets, type] = [[], 0, 'route-monitoring'];
  }
  if (some.length > 0) yield { octets: Buffer.concat(some), messages: { [type]: some.length } };
}
