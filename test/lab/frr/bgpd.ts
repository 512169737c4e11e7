import { BgpdHost } from '../bgpd-host.ts';
import { namespaceOf } from './namespaces.ts';

export const labDirectory = '/run/bmplab';

const host = new BgpdHost({ directory: labDirectory, namespaceOf });

export const startBgpd = (router: string, config: string): Promise<void> => host.start(router, config);

export const { restart: restartBgpd, kill: killBgpd, freeze: freezeBgpd, thaw: thawBgpd, vtysh, configure } = host;
