import type { ResyncRow } from '#model/api-control-rows.ts';
import { exitCodes } from '../exit-code.ts';
import { cellText } from '../output/columns.ts';
import type { Command } from './command.ts';

export const routerResync: Command = {
  words: ['router', 'resync'],
  summary: 'closes the session of a router, so that it connects and dumps all anew',
  parameters: [{ name: 'ROUTER', required: true }],
  options: {},
  formats: ['text'],
  example: 'router resync nj01emd',
  async run({ api, parameters: [router = ''], terminal }) {
    const { data } = await api.send<ResyncRow>('POST', `/v1/routers/${encodeURIComponent(router)}/resync`, '{}');
    await terminal.write(`session ${data.session} of ${cellText(data.router)} will be closed within seconds\n`);
    return exitCodes.ok;
  },
};
