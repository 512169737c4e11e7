import type { DecodedMessage } from '#protocol/bmp/decoder.ts';
import { encodeBmpMessage } from '#protocol/bmp/encode.ts';
import type { Frame } from '#protocol/bmp/framer.ts';
import type { BmpMessage } from '#protocol/bmp/messages/index.ts';
import { sameLabeledForm } from './labeled-form.ts';
import { type Part, partsOf } from './message-parts.ts';

interface Changed {
  kind: 'normalised' | 'unexplained';
  reasons: string[];
}

/** How a message came back: as the same octets, in another form for the reasons given, or not at all. */
export type Reencoded = { kind: 'exact' } | Changed | { kind: 'damaged' };

/** Encodes a message again. One that arrived with an error to be repaired (RFC 7606) is damaged and not encoded. */
export function reencode({ bytes, version }: Frame, decoded: DecodedMessage): Reencoded {
  if (decoded.message === null || decoded.issues.some(({ outcome }) => outcome !== 'note')) return { kind: 'damaged' };
  const { message, issues } = decoded;
  const again = encodeBmpMessage(message, { version, addPath: (afi, safi) => hasPathIds(message, afi, safi) });
  if (Buffer.compare(again, bytes) === 0) return { kind: 'exact' };
  return changeOf(
    bytes,
    again,
    issues.map(({ reason }) => reason),
  );
}

/** What two forms of one message differ in. */
export function changeOf(sent: Uint8Array, again: Uint8Array, notes: readonly string[]): Changed {
  const reasons = reasonsOf(partsOf(sent), partsOf(again), notes);
  return { kind: reasons.some((reason) => reason.startsWith(unexplained)) ? 'unexplained' : 'normalised', reasons };
}

/** The session's ADD-PATH, but where the router left path identifiers out despite it. */
const hasPathIds = (message: BmpMessage, afi: number, safi: number): boolean =>
  message.type === 'route-monitoring' &&
  message.updates.some(({ announced, withdrawn }) =>
    [...announced, ...withdrawn].some(
      ({ family, routes }) =>
        family.afi === afi && family.safi === safi && routes.some(({ pathId }) => pathId !== null),
    ),
  );

const unexplained = 'not explained: ';

interface SentMessage {
  parts: readonly Part[];
  /** Why the decoder found it odd. */
  notes: readonly string[];
}

interface Normalisation {
  reason: string;
  /** False where the two parts differ in more than this. */
  explains(sent: Part, again: Part | undefined, message: SentMessage): boolean;
}

const normalisations: readonly Normalisation[] = [
  {
    reason: 'NEXT_HOP left out where nothing but MP_REACH_NLRI announces (RFC 4760 §3)',
    explains: ({ name }, again, { parts }) =>
      name === 'attribute 3' && again === undefined && partNamed(parts, 'NLRI')?.octets === '',
  },
  {
    reason: 'AS numbers of the width that the A flag says (RFC 7854 §4.2)',
    explains: ({ name }, again, { notes }) =>
      name === 'attribute 2' && again !== undefined && notes.some((note) => /^AS numbers of \d octets/.test(note)),
  },
  {
    reason: 'traffic class bits of labels cleared (RFC 8277 §2.2)',
    explains: ({ name, octets }, again) =>
      name === 'attribute 14' && again !== undefined && sameLabeledForm(octets, again.octets, 'clear'),
  },
  {
    reason: 'labels of withdrawals as 0x800000 (RFC 8277 §2.4)',
    explains: ({ name, octets }, again) =>
      name === 'attribute 15' && again !== undefined && sameLabeledForm(octets, again.octets, 'drop'),
  },
  {
    reason: 'capabilities in one optional parameter (RFC 5492 §4)',
    explains: ({ name, content }, again) =>
      name.startsWith('OPEN ') && again !== undefined && content !== null && content === again.content,
  },
];

function reasonsOf(sent: readonly Part[], again: readonly Part[], notes: readonly string[]): string[] {
  const reasons = new Set<string>();
  const names = [...new Set([...sent, ...again].map(({ name }) => name))];
  for (const name of names) {
    const [before, after] = [partNamed(sent, name), partNamed(again, name)];
    if (before?.octets !== after?.octets)
      reasons.add(reasonOf(before ?? { name, octets: '', flags: null, content: null }, after, { parts: sent, notes }));
    else if (before?.flags !== after?.flags) reasons.add(flagReason(name, before?.flags ?? '', after?.flags ?? ''));
  }
  const order = (parts: readonly Part[]): string =>
    parts
      .map(({ name }) => name)
      .filter((name) => partNamed(sent, name) && partNamed(again, name))
      .join();
  if (order(sent) !== order(again)) reasons.add('attributes in ascending order of their codes (RFC 4271 §5)');
  return [...reasons];
}

const partNamed = (parts: readonly Part[], name: string): Part | undefined => parts.find((part) => part.name === name);

function reasonOf(sent: Part, again: Part | undefined, message: SentMessage): string {
  const known = normalisations.find(({ explains }) => explains(sent, again, message));
  return known?.reason ?? `${unexplained}${sent.name}: ${sent.octets} became ${again?.octets ?? 'nothing'}`;
}

/** Extended Length is 0x10, Partial 0x20. */
function flagReason(name: string, sent: string, again: string): string {
  const changed = Number.parseInt(sent, 16) ^ Number.parseInt(again, 16);
  if (changed === 0x10) return 'length of an attribute in one octet where that does (RFC 4271 §4.3)';
  if ((changed & ~0x10) === 0x20) return 'Partial flag cleared (RFC 4271 §4.3)';
  return `${unexplained}flags of ${name}: ${sent} became ${again}`;
}
