import { defineMvpnFamily } from './mvpn-family.ts';

export const ipv4Mvpn = defineMvpnFamily(1, 'ipv4-mvpn');
