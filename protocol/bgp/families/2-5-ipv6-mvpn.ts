import { defineMvpnFamily } from './mvpn-family.ts';

export const ipv6Mvpn = defineMvpnFamily(2, 'ipv6-mvpn');
