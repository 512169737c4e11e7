import { type Capability, capabilitiesNamed } from '../bgp/capabilities/index.ts';
import { type BgpContext, messageLengths, plainContext } from '../bgp/context.ts';
import { familyNumber } from '../bgp/families/index.ts';
import type { Open } from '../bgp/open.ts';
import { type PeerHeader, peerFlags } from './peer-header.ts';

const receives = 1;
const sends = 2;

type Families = ReadonlySet<number>;

/** A context for either state of the A flag. */
interface Widths {
  two: BgpContext;
  four: BgpContext;
}

const unsettled = widthsOf({ multipleLabels: () => null });

/** What the OPENs of one peer settled for the UPDATEs in its Route Monitoring. */
export class PeerSession {
  readonly #localAddPath = new Set<number>();
  readonly #localMultipleLabels = new Set<number>();
  #in = unsettled;
  #out = unsettled;
  #local = unsettled.four;

  /**
   * `sent` is the monitored router's OPEN. RFC 7911 §4: one side has to send and the other to receive; RFC 8277 §2.1: both have to take
   * several labels. RFC 9069 §5.2: a Loc-RIB peer's OPENs are made up, and either tells.
   */
  learn(sent: Open | null, received: Open | null): void {
    const opens = [sent, received].filter((open) => open !== null);
    if (opens.length === 0) return;
    const [ours, theirs] = [sent?.capabilities ?? [], received?.capabilities ?? []];
    const session = sessionOf(opens);
    const multipleLabels = includes(both(multipleLabelsOf(ours), multipleLabelsOf(theirs)));
    const addPathIn = includes(both(addPathOf(theirs, sends), addPathOf(ours, receives)));
    const addPathOut = includes(both(addPathOf(ours, sends), addPathOf(theirs, receives)));
    this.#in = widthsOf({ ...session, multipleLabels, addPath: addPathIn });
    this.#out = widthsOf({ ...session, multipleLabels, addPath: addPathOut });
    for (const { capabilities } of opens) this.#learnLocal(capabilities);
  }

  /** The A flag of the header says how wide AS numbers are; Loc-RIB headers have none and always four octets (RFC 9069 §4.2). */
  contextOf({ view, flags }: Pick<PeerHeader, 'view' | 'flags'>): BgpContext {
    if (view === 'loc-rib') return this.#local;
    const widths = view === 'adj-rib-in-pre' || view === 'adj-rib-in-post' ? this.#in : this.#out;
    return (flags & peerFlags.twoOctetAs) === 0 ? widths.four : widths.two;
  }

  /** No BGP session bounds the length of these messages. */
  #learnLocal(capabilities: readonly Capability[]): void {
    addAll(this.#localAddPath, addPathOf(capabilities, sends | receives));
    addAll(this.#localMultipleLabels, multipleLabelsOf(capabilities));
    const addPath = includes(this.#localAddPath);
    this.#local = { ...plainContext, addPath, multipleLabels: includes(this.#localMultipleLabels) };
  }
}

function widthsOf(settled: Partial<BgpContext>): Widths {
  const four = { ...plainContext, ...settled };
  return { two: { ...four, fourOctetAs: false }, four };
}

/** What holds for all families; either side's word for long messages is enough. */
function sessionOf(opens: readonly Open[]): Partial<BgpContext> {
  const has = (name: Capability['name']) => (open: Open) => capabilitiesNamed(open.capabilities, name).length > 0;
  return {
    fourOctetAsNegotiated: opens.every(has('four-octet-as')),
    maximumMessageLength: opens.some(has('extended-message')) ? messageLengths.extended : messageLengths.plain,
  };
}

/** Families of the ADD-PATH capabilities that have one of the bits of `wanted`. */
function addPathOf(capabilities: readonly Capability[], wanted: number): Set<number> {
  const entries = capabilitiesNamed(capabilities, 'add-path').flatMap(({ families }) => families);
  const fitting = entries.filter(({ sendReceive }) => sendReceive <= 3 && (sendReceive & wanted) !== 0);
  return new Set(fitting.map(({ afi, safi }) => familyNumber(afi, safi)));
}

/** RFC 8277 §2.1: a count of 0 or 1 says nothing. */
function multipleLabelsOf(capabilities: readonly Capability[]): Set<number> {
  const entries = capabilitiesNamed(capabilities, 'multiple-labels').flatMap(({ families }) => families);
  return new Set(entries.filter(({ count }) => count > 1).map(({ afi, safi }) => familyNumber(afi, safi)));
}

const both = (left: Families, right: Families): Families => new Set([...left].filter((family) => right.has(family)));

const includes =
  (families: Families) =>
  (afi: number, safi: number): boolean =>
    families.size > 0 && families.has(familyNumber(afi, safi));

function addAll(target: Set<number>, families: Iterable<number>): void {
  for (const family of families) target.add(family);
}
