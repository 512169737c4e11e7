import { capabilitiesNamed } from '../bgp/capabilities/index.ts';
import type { BgpContext } from '../bgp/context.ts';
import { familyNumber } from '../bgp/families/index.ts';
import type { Open } from '../bgp/open.ts';
import { type PeerHeader, peerFlags } from './peer-header.ts';

const receives = 1;
const sends = 2;

type Families = ReadonlySet<number>;

/** Families with path identifiers, by the direction of the routes. */
interface AddPathFamilies {
  in: Set<number>;
  out: Set<number>;
  local: Set<number>;
}

interface Widths {
  two: BgpContext;
  four: BgpContext;
}

/** What the OPENs of one peer settled for the UPDATEs in its Route Monitoring. */
export class PeerSession {
  readonly #families: AddPathFamilies = { in: new Set(), out: new Set(), local: new Set() };
  readonly #in = contextsOf(this.#families.in);
  readonly #out = contextsOf(this.#families.out);
  readonly #local = contextsOf(this.#families.local);

  /** `sent` is the monitored router's OPEN. RFC 7911 §4: one side has to send and the other to receive; RFC 9069 §5.2: a Loc-RIB peer's OPENs are made up, and either tells. */
  learn(sent: Open | null, received: Open | null): void {
    addAll(this.#families.in, both(familiesOf(received, sends), familiesOf(sent, receives)));
    addAll(this.#families.out, both(familiesOf(sent, sends), familiesOf(received, receives)));
    for (const open of [sent, received]) addAll(this.#families.local, familiesOf(open, sends | receives));
  }

  /** The A flag of the header says how wide AS numbers are; Loc-RIB headers have none and always four octets (RFC 9069 §4.2). */
  contextOf({ view, flags }: PeerHeader): BgpContext {
    if (view === 'loc-rib') return this.#local.four;
    const widths = view === 'adj-rib-in-pre' || view === 'adj-rib-in-post' ? this.#in : this.#out;
    return (flags & peerFlags.twoOctetAs) === 0 ? widths.four : widths.two;
  }
}

function contextsOf(families: Families): Widths {
  const addPath = (afi: number, safi: number): boolean => families.size > 0 && families.has(familyNumber(afi, safi));
  const multipleLabels = (): boolean => false;
  return {
    two: { fourOctetAs: false, addPath, multipleLabels },
    four: { fourOctetAs: true, addPath, multipleLabels },
  };
}

/** Families of the ADD-PATH capabilities that have one of the bits of `wanted`. */
function familiesOf(open: Open | null, wanted: number): Set<number> {
  const entries = capabilitiesNamed(open?.capabilities ?? [], 'add-path').flatMap(({ families }) => families);
  const fitting = entries.filter(({ sendReceive }) => sendReceive <= 3 && (sendReceive & wanted) !== 0);
  return new Set(fitting.map(({ afi, safi }) => familyNumber(afi, safi)));
}

const both = (left: Families, right: Families): number[] => [...left].filter((family) => right.has(family));

function addAll(target: Set<number>, families: Iterable<number>): void {
  for (const family of families) target.add(family);
}
