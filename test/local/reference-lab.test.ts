import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { peerUp } from '#local/lab-messages.ts';
import { referenceLab } from '#local/reference-lab.ts';
import { BmpDecoder } from '#protocol/bmp/decoder.ts';
import { Framer } from '#protocol/bmp/framer.ts';
import type { BmpMessage } from '#protocol/bmp/messages/index.ts';

/** The lab as data must be the lab that was captured. */
const captures = { nj01emd: 'frr-topo-spe1.bmp', md04emd: 'frr-topo-spe2.bmp', la06emd: 'frr-topo-spe3.bmp' };

async function messagesOf(file: string): Promise<BmpMessage[]> {
  const framer = new Framer();
  const decoder = new BmpDecoder();
  framer.push(await readFile(new URL(`../fixtures/captures/${file}`, import.meta.url)));
  const messages: BmpMessage[] = [];
  for (let frame = framer.next(); frame !== null; frame = framer.next()) {
    const { message } = decoder.decode(frame);
    if (message !== null) messages.push(message);
  }
  return messages;
}

type PeerUp = Extract<BmpMessage, { type: 'peer-up' }>;

/** What a Peer Up says that does not change from one run of the lab to the next. */
const essence = ({ peer, localAddress, remotePort, sentOpen, receivedOpen, tlvs }: PeerUp) => ({
  peer: [peer.type, peer.view, peer.address, peer.asn, peer.bgpId],
  localAddress,
  remotePort,
  opens: [sentOpen, receivedOpen].map((open) => [
    open?.asn,
    open?.bgpId,
    open?.holdTime,
    open?.capabilities.find(({ name }) => name === 'fqdn'),
    open?.capabilities.some(({ name }) => name === 'four-octet-as'),
  ]),
  description: tlvs.map(({ text }) => text),
});

test.each(Object.entries(captures))('%s: the sessions of the capture %s', async (sysName, file) => {
  const spec = referenceLab().find((router) => router.sysName === sysName);
  if (spec === undefined) throw new Error(`no ${sysName}`);
  const captured = (await messagesOf(file)).filter((message): message is PeerUp => message.type === 'peer-up');
  const played = spec.sessions
    .map((session) => peerUp(spec, session, 0))
    .filter((message) => message.type === 'peer-up');
  const byAddress = (ups: PeerUp[]) => ups.map(essence).sort((a, b) => (String(a.peer) < String(b.peer) ? -1 : 1));
  expect(byAddress(played)).toEqual(byAddress(captured));
});

test.each(Object.entries(captures))('%s: the routes of the capture %s', async (sysName, file) => {
  const spec = referenceLab().find((router) => router.sysName === sysName);
  const captured = (await messagesOf(file)).flatMap((message) =>
    message.type !== 'route-monitoring'
      ? []
      : message.updates.flatMap(({ announced, attributes }) =>
          announced.flatMap(({ family, nextHop, routes }) =>
            routes.map(
              (route) => `${message.peer.address} ${family.format(route)} ${nextHop} ${attributes.communities}`,
            ),
          ),
        ),
  );
  const played = spec?.sessions.flatMap(({ peerAddress, routes }) =>
    routes.map(({ prefix, communities }) => `${peerAddress} ${prefix} ${peerAddress} ${communities}`),
  );
  expect(new Set(played)).toEqual(new Set(captured));
});
