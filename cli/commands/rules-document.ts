import type { RulesEffect } from '#model/api-chain-rows.ts';
import type { ApiClient } from '../api-client.ts';
import type { Document } from '../document.ts';
import { faultsOf, faultText } from '../document-faults.ts';
import { CliError } from '../exit-code.ts';
import type { Terminal } from '../terminal.ts';
import type { Parameter } from './command.ts';

export const rulesPath = '/v1/discovery-rules';

export const fileParameter: Parameter = { name: 'FILE|-', required: true };

/** Dry run: what would become of the live state. @throws ApiError */
export async function effectOf(api: ApiClient, { content, mediaType }: Document): Promise<RulesEffect> {
  const path = `${rulesPath}/validation`;
  const { data } = await api.send<RulesEffect>('POST', path, content, { 'content-type': mediaType });
  return data;
}

/** Tells of each fault of a refused document on a line of its own. @throws what `sending` throws, then without the faults in it */
export async function tellingFaults<T>(document: Document, terminal: Terminal, sending: Promise<T>): Promise<T> {
  try {
    return await sending;
  } catch (error) {
    const faults = await faultsOf(error, document);
    if (faults === null || !(error instanceof CliError)) throw error;
    for (const fault of faults) terminal.note(faultText(document, fault));
    throw new CliError(`${document.name} is refused`, error.exitCode);
  }
}
