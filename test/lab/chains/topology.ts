import { Bridge } from '../bridge.ts';

/**
 * What single routers cannot tell: one AS with a route reflector, two PEs at ny and one at dc, and firewalls that are attached
 * in every way that there is. All share one link; addresses tell the sessions apart.
 */

export type Role = 'trust' | 'untrust';

export interface Pe {
  name: string;
  location: string;
  /** Where firewalls peer with it, by side; `trust` is also its own. */
  addresses: Record<Role, string>;
}

export interface Session {
  pe: Pe;
  role: Role;
  /** Of the firewall. */
  address: string;
  prefix: string;
  community: string;
  largeCommunity: string | null;
}

export interface Firewall {
  name: string;
  /** What it calls itself in its OPEN. */
  hostName: string;
  bgpId: string;
  sessions: Session[];
}

export const bridge = new Bridge({ name: 'chlab', address: '198.18.253.1', prefixLength: 24 });
export const stationPort = 11_019;
export const provider = { asn: 64_990 } as const;
export const firewallAsn = 65_100;

const host = (number: number): string => `198.18.253.${number}`;

const pe = (name: string, number: number): Pe => ({
  name,
  location: name.slice(0, 2),
  addresses: { trust: host(number), untrust: host(number + 1) },
});

export const ny1 = pe('ny01emd', 11);
export const ny2 = pe('ny02emd', 21);
export const dc1 = pe('dc01emd', 31);
export const pes: readonly Pe[] = [ny1, ny2, dc1];

export const reflector = { name: 'ny09rrt', address: host(9) } as const;

/** GoBGP, which has flowspec in its BMP (FRR has not), and ExaBGP, which feeds it and ny01emd. */
export const flowspecRouter = { name: 'flowspec', address: host(5) } as const;
export const controller = { name: 'control', address: host(6), asn: 64_999 } as const;

const communities: Record<Role, string> = { trust: '13979:100', untrust: '13979:200' };

function session(number: number, role: Role, at: Pe, element: number | null): Session {
  const side = role === 'trust' ? 1 : 2;
  const tag = side * 100;
  return {
    pe: at,
    role,
    address: host(100 + 2 * number + side - 1),
    prefix: `10.60.${number}.${side}/32`,
    community: communities[role],
    largeCommunity: element === null ? null : `13979:${tag}:${element}`,
  };
}

interface Peculiarities {
  hostName?: string;
  bgpId?: string;
  /** Number in its large communities. */
  element?: number;
}

function firewall(
  number: number,
  at: Partial<Record<Role, Pe>>,
  { hostName = `fw${number}`, bgpId = `10.60.${number}.0`, element }: Peculiarities = {},
): Firewall {
  const roles: Role[] = ['trust', 'untrust'];
  const sessions = roles.flatMap((role) => {
    const there = at[role];
    return there === undefined ? [] : [session(number, role, there, element ?? null)];
  });
  return { name: `fw${number}`, hostName, bgpId, sessions };
}

export const fw1 = firewall(1, { trust: ny1, untrust: ny1 });
/** Its sides are at two PEs of one location. */
export const dual = firewall(2, { trust: ny1, untrust: ny2 });
export const fw3 = firewall(3, { trust: ny2, untrust: ny2 });
export const far = firewall(4, { trust: dc1, untrust: dc1 });
export const fw5 = firewall(5, { trust: ny1, untrust: ny1 });
/** Not of the lab as it stands: a second machine with the host name and the BGP identifier of fw5. */
export const twin = firewall(6, { trust: ny1, untrust: ny1 }, { hostName: fw5.hostName, bgpId: fw5.bgpId });
/** Two machines that say in large communities that they are one element. */
export const front = firewall(7, { trust: ny1 }, { element: 7 });
export const back = firewall(8, { untrust: ny1 }, { element: 7 });

export const firewalls: readonly Firewall[] = [fw1, dual, fw3, far, fw5, twin, front, back];

export const sessionOf = ({ name, sessions }: Firewall, role: Role): Session => {
  const found = sessions.find((session) => session.role === role);
  if (found === undefined) throw new Error(`${name} has no ${role} side`);
  return found;
};

export const addressOf = ({ prefix }: Session): string => prefix.replace(/\/\d+$/, '');
