import type { FindingRow } from '#model/api-rows.ts';
import { listCommand } from './list-command.ts';

export const findings = listCommand<FindingRow>({
  words: ['findings'],
  summary: 'what an operator should look at',
  path: '/v1/findings',
  options: {
    kind: { summary: 'only this kind', value: 'KIND', query: 'kind' },
    severity: { summary: 'only this severity', value: 'SEVERITY', query: 'severity' },
  },
  columns: [
    { name: 'SEVERITY', value: ({ severity }) => severity, state: true },
    { name: 'KIND', value: ({ kind }) => kind },
    { name: 'SUBJECT', value: ({ subject }) => subject },
    { name: 'DETAIL', value: ({ detail }) => detail },
    { name: 'SINCE', value: ({ since }) => since },
  ],
});
