import type { View } from '#protocol/bmp/peer-header.ts';
import type { OctetWriter } from './octets.ts';

/** By their number on disk. */
const views: readonly View[] = ['adj-rib-in-pre', 'adj-rib-in-post', 'loc-rib', 'adj-rib-out-pre', 'adj-rib-out-post'];

export const writeView = (writer: OctetWriter, view: View): void => writer.octet(views.indexOf(view));

export const viewNumbered = (number: number): View | undefined => views[number];
