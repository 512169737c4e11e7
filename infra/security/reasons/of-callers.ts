import type { Reason } from '../reasons.ts';

/** What callers of the API may, where its owner attaches these policies. */
export const reasonsOfCallers: readonly Reason[] = [
  {
    holder: /^Service\/Api\/Policies\/Reader$/,
    actions: ['execute-api:Invoke'],
    why: 'reads, and changes nothing',
    wide: 'paths below `/v1/`, of this API alone',
  },
  {
    holder: /^Service\/Api\/Policies\/Operator$/,
    actions: ['execute-api:Invoke'],
    why: 'reads, drains and places single elements, captures routers and has them say everything again',
    wide: 'paths below `/v1/`, of this API alone: ids are in them',
  },
  {
    holder: /^Service\/Api\/Policies\/Administrator$/,
    actions: ['execute-api:Invoke'],
    why: 'does everything, and writes the rules',
    wide: 'every method and path of this API alone',
  },
];
