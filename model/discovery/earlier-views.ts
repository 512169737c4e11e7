import type { Nlri } from '#protocol/bgp/families/family.ts';
import type { View } from '#protocol/bmp/peer-header.ts';
import type { AttributeSet } from '../record.ts';
import type { Token } from '../token.ts';

/** What a view said of a route before another one made an announcement of it. */
export interface EarlierView {
  view: View;
  token: Token;
  at: number;
  attributes: AttributeSet;
}

/** An announcement that begins: until now no view gave the route a role or a tag. */
export interface Beginning {
  /** Of the announcement. */
  id: string;
  peerId: string;
  family: string;
  nlri: Nlri;
  token: Token;
}

/** What views say is kept of announcements only, and of all other routes known to who has the RIB. */
export type EarlierViews = (beginning: Beginning) => readonly EarlierView[];
