import { defineLinkStateFamily } from '../link-state/link-state-family.ts';

export const linkState = defineLinkStateFamily({ safi: 71, name: 'link-state' });
