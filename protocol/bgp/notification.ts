import { Reader } from '../bytes/reader.ts';
import type { Writer } from '../bytes/writer.ts';
import { familyOf } from './families/index.ts';

/** RFC 4271 §4.5. */
export interface Notification {
  code: number;
  subcode: number;
  data: Uint8Array;
  /** `Cease: Administrative Shutdown`, with what the data says: a message of RFC 9003 or the like. */
  text: string;
}

export function decodeNotification(reader: Reader): Notification {
  return notificationOf(reader.u8(), reader.u8(), reader.rest());
}

export function encodeNotification(writer: Writer, { code, subcode, data }: Notification): void {
  writer.u8(code).u8(subcode).bytes(data);
}

export function notificationOf(code: number, subcode: number, data: Uint8Array): Notification {
  return { code, subcode, data, text: notificationText(code, subcode, data) };
}

interface ErrorCode {
  name: string;
  /** By subcode; 0 is "unspecific". */
  subcodes: readonly (string | undefined)[];
}

/** IANA "BGP Error (Notification) Codes" and their subcodes. */
export const errorCodes: ReadonlyMap<number, ErrorCode> = new Map<number, ErrorCode>([
  [
    1,
    {
      name: 'Message Header Error',
      subcodes: [undefined, 'Connection Not Synchronized', 'Bad Message Length', 'Bad Message Type'],
    },
  ],
  [
    2,
    {
      name: 'OPEN Message Error',
      subcodes: [
        undefined,
        'Unsupported Version Number',
        'Bad Peer AS',
        'Bad BGP Identifier',
        'Unsupported Optional Parameter',
        'Authentication Failure', // deprecated
        'Unacceptable Hold Time',
        'Unsupported Capability',
        undefined,
        undefined,
        undefined,
        'Role Mismatch',
      ],
    },
  ],
  [
    3,
    {
      name: 'UPDATE Message Error',
      subcodes: [
        undefined,
        'Malformed Attribute List',
        'Unrecognized Well-known Attribute',
        'Missing Well-known Attribute',
        'Attribute Flags Error',
        'Attribute Length Error',
        'Invalid ORIGIN Attribute',
        'AS Routing Loop', // deprecated
        'Invalid NEXT_HOP Attribute',
        'Optional Attribute Error',
        'Invalid Network Field',
        'Malformed AS_PATH',
      ],
    },
  ],
  [4, { name: 'Hold Timer Expired', subcodes: [] }],
  [
    5,
    {
      name: 'Finite State Machine Error',
      subcodes: [
        undefined,
        'Unexpected Message in OpenSent',
        'Unexpected Message in OpenConfirm',
        'Unexpected Message in Established',
      ],
    },
  ],
  [
    6,
    {
      name: 'Cease',
      subcodes: [
        undefined,
        'Maximum Number of Prefixes Reached',
        'Administrative Shutdown',
        'Peer De-configured',
        'Administrative Reset',
        'Connection Rejected',
        'Other Configuration Change',
        'Connection Collision Resolution',
        'Out of Resources',
        'Hard Reset',
        'BFD Down',
      ],
    },
  ],
  [7, { name: 'ROUTE-REFRESH Message Error', subcodes: [undefined, 'Invalid Message Length'] }],
  [8, { name: 'Send Hold Timer Expired', subcodes: [] }],
  [9, { name: 'Loss of LSDB Synchronization', subcodes: [] }],
]);

function notificationText(code: number, subcode: number, data: Uint8Array): string {
  const text = errorText(code, subcode);
  if (code !== cease) return text;
  return text + (subcode === hardReset ? hardResetText(data) : ceaseText(subcode, data));
}

function errorText(code: number, subcode: number): string {
  const error = errorCodes.get(code);
  const name = error?.name ?? `Error ${code}`;
  const detail = error?.subcodes[subcode] ?? (subcode === 0 ? null : `subcode ${subcode}`);
  return detail === null ? name : `${name}: ${detail}`;
}

const cease = 6;
const hardReset = 9;

/** RFC 8538 §3: code (1), subcode (1) and data of the NOTIFICATION that would have been sent. */
function hardResetText(data: Uint8Array): string {
  const [code, subcode] = data;
  if (code === undefined || subcode === undefined) return '';
  const said = code === cease ? ceaseText(subcode, data.subarray(2)) : '';
  return ` (${errorText(code, subcode)}${said})`;
}

/** What the data of a Cease says, by subcode. */
const ceaseTexts: Readonly<Record<number, (data: Uint8Array) => string>> = {
  1: prefixLimitText,
  2: shutdownText,
  4: shutdownText,
};

const ceaseText = (subcode: number, data: Uint8Array): string => ceaseTexts[subcode]?.(data) ?? '';

/** RFC 4486 §4: nothing, or AFI (2), SAFI (1), upper bound (4). */
function prefixLimitText(data: Uint8Array): string {
  if (data.length !== 7) return '';
  const reader = Reader.over(data);
  const family = familyOf(reader.u16(), reader.u8());
  return ` (${family.name} ${reader.u32()})`;
}

const utf8 = new TextDecoder();

/** RFC 9003 §2: length (1) and UTF-8. */
function shutdownText(data: Uint8Array): string {
  const message = utf8.decode(data.subarray(1, 1 + (data[0] ?? 0))).replace(/\p{Cc}/gu, '');
  return message === '' ? '' : ` "${message}"`;
}
