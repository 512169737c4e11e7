import type { Reader } from '../bytes/reader.ts';
import { type JsonObject, numberToJson } from '../json.ts';
import { hexOf } from '../net/hex.ts';
import { informationTypes, mirroringTypes, printable, type TlvType, type TlvTypes, terminationTypes } from './tlv.ts';

/** The types of Initiation, Peer Up, Peer Down, Termination, Route Mirroring and Statistics Report, a table for each. */

const textType = (name: string): TlvType => ({
  name,
  isText: true,
  describe: (value) => ({ text: printable(value.rest()) }),
});

export const fieldsType = (name: string, describe: (value: Reader) => JsonObject): TlvType => ({
  name,
  isText: false,
  describe,
});

export const byNumber =
  (types: Readonly<Record<number, TlvType>>): TlvTypes =>
  ({ type }) =>
    types[type];

/** A code (2) that a table has a text for. */
const codeType = (name: string, textOf: (code: number) => string): TlvType =>
  fieldsType(name, (value) => {
    const code = value.u16();
    return { code, text: textOf(code) };
  });

const textFrom =
  (texts: readonly string[], fallback: string) =>
  (code: number): string =>
    texts[code] ?? `${fallback} ${code}`;

/** IANA "BMP Termination Message Reason Codes". */
export const terminationReasonText = textFrom(
  [
    'administratively closed',
    'unspecified',
    'out of resources',
    'redundant connection',
    'permanently administratively closed',
  ],
  'reason',
);

/** IANA "BMP Route Mirroring Information Codes". */
const mirroringInformationText = textFrom(['errored PDU', 'messages lost'], 'information');

const string = textType('string');
export const tableName = textType('table-name');
/** The message is shown as what it is. */
export const bgpMessage: TlvType = { name: 'bgp-message', isText: false, describe: null };

/** RFC 9736 §3.1. */
export const initiationTlvs = byNumber({
  [informationTypes.string]: string,
  [informationTypes.sysDescr]: textType('sys-descr'),
  [informationTypes.sysName]: textType('sys-name'),
});

/** RFC 9736 §3.3, RFC 9069 §5.2 and §5.3, RFC 8671 §6.3; Peer Down has the same (draft-ietf-grow-bmp-tlv §9). */
export const peerTlvs = byNumber({
  [informationTypes.string]: string,
  [informationTypes.tableName]: tableName,
  [informationTypes.adminLabel]: textType('admin-label'),
});

/** RFC 7854 §4.5. */
export const terminationTlvs = byNumber({
  [terminationTypes.string]: string,
  [terminationTypes.reason]: codeType('reason', terminationReasonText),
});

/** RFC 7854 §4.7. */
export const mirroringTlvs = byNumber({
  [mirroringTypes.bgpMessage]: bgpMessage,
  [mirroringTypes.information]: codeType('information', mirroringInformationText),
});

/** draft-ietf-grow-bmp-tlv §5.6.1.1. */
const timestampText = textFrom(['trigger', 'message export', 'Adj-RIB-In', 'Loc-RIB', 'Adj-RIB-Out'], 'timestamp');

/** Types of draft-ietf-grow-bmp-tlv §5.6, of Route Monitoring and Statistics Report. */
export const sequenceNumber = fieldsType('sequence-number', (value) => ({
  sequenceNumber: numberToJson(value.u64()),
}));
export const extendedFlags = fieldsType('extended-flags', (value) => ({ flags: hexOf(value.rest()) }));
export const timestamp = fieldsType('timestamp', (value) => ({
  text: timestampText(value.u8()),
  seconds: value.u32(),
  microseconds: value.u32(),
}));

/** draft-ietf-grow-bmp-tlv-20 §9: what may follow the Stats TLV, which has the number of the sequence number. */
export const statisticsTlvs = byNumber({ 1: sequenceNumber, 2: extendedFlags, 3: timestamp });
