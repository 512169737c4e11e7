import { readFileSync } from 'node:fs';
import * as z from 'zod';

const change = z.object({
  action: z.enum(['create', 'update', 'replace', 'delete']),
  stack: z.string(),
  logicalId: z.string(),
  type: z.string(),
  physicalId: z.string(),
  /** The account has no model of the type: it does nothing there. */
  recorded: z.boolean(),
  /** As they were after all references were resolved. */
  properties: z.unknown(),
});

/** What happened to one resource of a stack. */
export type Change = z.output<typeof change>;

/** All changes since the account began, see server.py. */
export const readJournal = (file: string): Change[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => change.parse(JSON.parse(line)));

/** The last change of each resource that is still there. */
export function standing(changes: readonly Change[]): Change[] {
  const resources = new Map<string, Change>();
  for (const each of changes) {
    const key = `${each.stack}/${each.logicalId}`;
    if (each.action === 'delete') resources.delete(key);
    else resources.set(key, each);
  }
  return [...resources.values()];
}
