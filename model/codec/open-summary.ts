import type { PbfWriter } from 'pbf';
import type { OpenSummary } from '../record.ts';
import { embedded, fieldsOf, number, octets, text, writeNumber, writeOctets, writeText } from './wire.ts';

type Capability = OpenSummary['capabilities'][number];

const capabilityFields = fieldsOf<Capability>({
  1: number((capability, value) => {
    capability.code = value;
  }),
  2: octets((capability, value) => {
    capability.value = value;
  }),
});

function writeCapability(capability: Capability, pbf: PbfWriter): void {
  writeNumber(pbf, 1, capability.code);
  writeOctets(pbf, 2, capability.value);
}

export const openFields = fieldsOf<OpenSummary>({
  1: number((open, value) => {
    open.asn = value;
  }),
  2: text((open, value) => {
    open.bgpId = value;
  }),
  3: number((open, value) => {
    open.holdTime = value;
  }),
  4: embedded(
    capabilityFields,
    () => ({ code: 0, value: new Uint8Array() }),
    (open, value) => open.capabilities.push(value),
  ),
});

export const emptyOpen = (): OpenSummary => ({ asn: 0, bgpId: '', holdTime: 0, capabilities: [] });

export function writeOpen(open: OpenSummary, pbf: PbfWriter): void {
  writeNumber(pbf, 1, open.asn);
  writeText(pbf, 2, open.bgpId);
  writeNumber(pbf, 3, open.holdTime);
  for (const capability of open.capabilities) pbf.writeMessage(4, writeCapability, capability);
}
