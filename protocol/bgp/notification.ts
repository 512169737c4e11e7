import type { Reader } from '../bytes/reader.ts';
import type { Writer } from '../bytes/writer.ts';

/** RFC 4271 §4.5. */
export interface Notification {
  code: number;
  subcode: number;
  data: Uint8Array;
  /** `Cease: Administrative Shutdown`, with the message of RFC 9003 where there is one. */
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
const errorCodes = new Map<number, ErrorCode>([
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
        undefined,
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
        undefined,
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
]);

function notificationText(code: number, subcode: number, data: Uint8Array): string {
  const error = errorCodes.get(code);
  const name = error?.name ?? `Error ${code}`;
  const detail = error?.subcodes[subcode] ?? (subcode === 0 ? null : `subcode ${subcode}`);
  const message = shutdownMessage(code, subcode, data);
  return name + (detail === null ? '' : `: ${detail}`) + (message === '' ? '' : ` "${message}"`);
}

const utf8 = new TextDecoder();

/** RFC 9003 §2: length (1) and UTF-8, in Cease with subcode 2 or 4. */
function shutdownMessage(code: number, subcode: number, data: Uint8Array): string {
  if (code !== 6 || (subcode !== 2 && subcode !== 4)) return '';
  return utf8.decode(data.subarray(1, 1 + (data[0] ?? 0))).replace(/\p{Cc}/gu, '');
}
