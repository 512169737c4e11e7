import { readFileSync } from 'node:fs';
import { stationConfig } from '#infra/config.ts';
import { generatedPart, withGeneratedPart } from '#infra/security/page.ts';
import { type Opening, openingsOf } from '#infra/security/ports.ts';
import { type Reasoned, withReasons } from '#infra/security/reasons.ts';
import { keyOf, type Statement, statementsOf } from '#infra/security/statements.ts';
import { TemplateText } from '#infra/security/template-text.ts';
import { bounds } from './bounds.ts';
import { flavours, synthesised } from './synthesised.ts';

export const securityPage = new URL('../../docs/security.md', import.meta.url);

/** Of every kind of station together, in order, each once. */
export function securityOfAll(): { openings: Opening[]; statements: Reasoned[] } {
  const openings = new Map<string, Opening>();
  const statements = new Map<string, Statement>();
  for (const [flavour, settings] of Object.entries(flavours)) {
    const { sourceCidrs } = stationConfig(settings).exposure;
    const { app, templates } = synthesised(flavour);
    const text = new TemplateText(app, templates);
    for (const template of templates) {
      for (const opening of openingsOf(template, text, sourceCidrs))
        openings.set(Object.values(opening).join(), opening);
      for (const statement of statementsOf(template, text)) statements.set(keyOf(statement), statement);
    }
  }
  return { openings: inOrder(openings), statements: withReasons(inOrder(statements)) };
}

const inOrder = <Value>(byKey: ReadonlyMap<string, Value>): Value[] =>
  [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);

/** `docs/security.md` as it has to be. */
export const freshSecurityPage = (facts: ReturnType<typeof securityOfAll>): string =>
  withGeneratedPart(readFileSync(securityPage, 'utf8'), generatedPart({ ...facts, bounds }));
