import type { View } from '#protocol/bmp/peer-header.ts';

/** What a snippet is for. All of it has passed `target.ts`: a value is one word in any vendor's configuration, and never more. */
export interface Target {
  /** An address, or a name where the vendor takes names. */
  host: string;
  port: number;
  /** Of the object that stands for the station on the router. */
  name: string;
  /** AS number of the router, or a word to be replaced by it. */
  asn: string;
  source: string | null;
  vrf: string | null;
  /** What the router shall call itself. */
  sysName: string | null;
}

/** Which options say something to this vendor. */
export interface Takes {
  hostName: boolean;
  source: 'interface' | 'address' | 'interface or address' | null;
  vrf: boolean;
  sysName: boolean;
  asn: boolean;
}

export interface Documentation {
  title: string;
  url: string;
}

/** All that is known of one vendor's BMP: the command line and docs/routers are both written from it. */
export interface VendorGuide {
  /** As `--vendor` takes it, and the name of the page. */
  vendor: string;
  name: string;
  /** The first software that takes the snippet as it stands. */
  since: string;
  /** Where the snippet is entered. */
  where: string;
  takes: Takes;
  snippet(target: Target): readonly string[];
  /** Views that it can feed, each with its condition; one that is not here it cannot. */
  views: Partial<Record<View, string>>;
  /** What it sends that a reader of its BMP should know: names, End-of-RIB, limits, oddities. */
  facts: readonly string[];
  /** Commands that show on the router how the session is. */
  verify: readonly { command: string; shows: string }[];
  /** What a router that ran here has shown; null where none did. */
  onRouter: string | null;
  documentation: readonly Documentation[];
  uncertain: readonly string[];
}

/** The lines of which each is there only with its value. */
export const given = (value: string | null, line: (value: string) => string): readonly string[] =>
  value === null ? [] : [line(value)];
