import { defineLinkStateFamily } from '../link-state/link-state-family.ts';

export const linkStateVpn = defineLinkStateFamily({ safi: 72, name: 'link-state-vpn' });
