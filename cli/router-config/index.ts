import { bird } from './bird.ts';
import { eos } from './eos.ts';
import { frr } from './frr.ts';
import { gobgp } from './gobgp.ts';
import { iosxe } from './iosxe.ts';
import { iosxr } from './iosxr.ts';
import { junos } from './junos.ts';
import { sros } from './sros.ts';
import type { VendorGuide } from './vendor-guide.ts';
import { vrp } from './vrp.ts';

/** Every vendor that `router-config` and docs/routers know. */
export const vendorGuides: readonly VendorGuide[] = [junos, iosxr, iosxe, eos, sros, frr, gobgp, bird, vrp];
