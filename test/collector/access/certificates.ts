import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** Certificates for tests, made of DER (ITU-T X.690) as RFC 5280 has them: ECDSA on P-256 with SHA-256. */

export interface Certified {
  /** PEM. */
  certificate: string;
  /** PEM. */
  privateKey: string;
}

export interface Authority extends Certified {
  issue(request: Request): Certified;
}

export interface Request {
  commonName: string | null;
  dnsNames?: readonly string[];
  purpose?: 'client' | 'server';
  /** Days from now, default yesterday to tomorrow. */
  days?: readonly [from: number, to: number];
}

const tlv = (tag: number, ...contents: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(contents);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
};

const sequence = (...parts: readonly Uint8Array[]) => tlv(0x30, ...parts);
/** From 0 to 127. */
const integer = (value: number) => tlv(2, Buffer.from([value]));
const octetString = (content: Uint8Array) => tlv(4, content);
const utf8 = (text: string) => tlv(0x0c, Buffer.from(text));
const bitString = (content: Uint8Array) => tlv(3, Buffer.from([0]), content);
const identifier = (hex: string) => tlv(6, Buffer.from(hex, 'hex'));
const utcTime = (at: Date) => tlv(0x17, Buffer.from(`${at.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));
const yes = tlv(1, Buffer.from([0xff]));

const ecdsaWithSha256 = sequence(identifier('2a8648ce3d040302'));
const purposes = { server: '2b06010505070301', client: '2b06010505070302' } as const;

const name = (commonName: string | null) =>
  commonName === null ? sequence() : sequence(tlv(0x31, sequence(identifier('550403'), utf8(commonName))));

const authorityExtensions = () => [sequence(identifier('551d13'), yes, octetString(sequence(yes)))];

const leafExtensions = ({ dnsNames = [], purpose = 'client' }: Request) => [
  sequence(identifier('551d25'), octetString(sequence(identifier(purposes[purpose])))),
  ...(dnsNames.length === 0
    ? []
    : [sequence(identifier('551d11'), octetString(sequence(...dnsNames.map((text) => tlv(0x82, Buffer.from(text))))))]),
];

let serial = 1;

function signed(
  subject: Request,
  issuer: string | null,
  publicKey: KeyObject,
  issuerKey: KeyObject,
  extensions: Uint8Array[],
) {
  const [from, to] = subject.days ?? [-1, 1];
  const at = (days: number) => utcTime(new Date(Date.now() + days * 86_400_000));
  const body = sequence(
    tlv(0xa0, integer(2)),
    integer(serial++),
    ecdsaWithSha256,
    name(issuer),
    sequence(at(from), at(to)),
    name(subject.commonName),
    publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, sequence(...extensions)),
  );
  const certificate = sequence(body, ecdsaWithSha256, bitString(sign('sha256', body, issuerKey)));
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

const keyPair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pemOf = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

export function authority(commonName = 'test CA'): Authority {
  const keys = keyPair();
  const self = { commonName };
  return {
    certificate: signed(self, commonName, keys.publicKey, keys.privateKey, authorityExtensions()),
    privateKey: pemOf(keys.privateKey),
    issue(request) {
      const { publicKey, privateKey } = keyPair();
      const certificate = signed(request, commonName, publicKey, keys.privateKey, leafExtensions(request));
      return { certificate, privateKey: pemOf(privateKey) };
    },
  };
}
