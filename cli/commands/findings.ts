import type { FindingRow } from '#model/api-rows.ts';
import { severities } from '../states.ts';
import { type FailOn, refuseBlind } from './fail-on.ts';
import { listCommand } from './list-command.ts';

/** At least so severe. */
const failOn: FailOn<FindingRow> = {
  option: {
    summary: 'exit 5 when one shown is at least so severe',
    value: 'SEVERITY',
    choices: ['warning', 'critical'],
  },
  check(given, options) {
    const failing = severities.slice(severities.indexOf(given));
    refuseBlind(options, 'severity', failing);
    return ({ severity }) => failing.includes(severity);
  },
  line: ({ severity, kind, subject, detail }) => `${severity} ${kind} ${subject}: ${detail}`,
};

export const findings = listCommand<FindingRow>({
  words: ['findings'],
  summary: 'what an operator should look at',
  path: '/v1/findings',
  options: {
    kind: { summary: 'only this kind, or these (comma between), e.g. dangling-redirect', value: 'KIND', query: 'kind' },
    severity: { summary: 'only this severity', value: 'SEVERITY', query: 'severity', choices: severities },
    router: { summary: 'only those of this router', value: 'ID', query: 'router' },
  },
  columns: [
    { name: 'SEVERITY', value: ({ severity }) => severity, state: true },
    { name: 'KIND', value: ({ kind }) => kind },
    { name: 'SUBJECT', value: ({ subject }) => subject },
    { name: 'DETAIL', value: ({ detail }) => detail },
    { name: 'SINCE', value: ({ since }) => since },
  ],
  failOn,
  example: 'findings --fail-on critical',
});
