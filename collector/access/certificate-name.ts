import type { PeerCertificate } from 'node:tls';
import { normaliseSysName } from '#model/identity.ts';

/** `type:value`, the value quoted where it has a comma or quotes, so that no value can look like another entry. */
const entry = /(?:^|, )(?<type>[^:,"]+):(?<value>"(?:[^"\\]|\\.)*"|[^",]*)/gy;

/**
 * In whose name a certificate was issued: its first DNS name (RFC 6125), or the common name where it has none; in lower case.
 * Null for one that names no single router, as a wildcard does.
 */
export function certificateNameOf({ subject, subjectaltname = '' }: PeerCertificate): string | null {
  const [dnsName] = dnsNamesIn(subjectaltname);
  const name: unknown = dnsName ?? subject?.CN;
  if (typeof name !== 'string') return null;
  const plain = name.toLowerCase().replace(/\.$/, '');
  return plain !== '' && normaliseSysName(plain) === plain ? plain : null;
}

const dnsNamesIn = (text: string): string[] =>
  Array.from(text.matchAll(entry), ({ groups }) => groups)
    .filter((groups) => groups?.type === 'DNS')
    .map((groups) => groups?.value ?? '');
