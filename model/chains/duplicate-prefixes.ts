import type { Noted } from '../discovery/findings.ts';
import type { ElementState } from '../state.ts';
import { compareText } from './state-order.ts';

interface Bearer {
  elementId: string;
  location: string;
}

/** The same address at two locations: who is led to it goes to whichever is nearer, and not to the one that was chosen. */
export function duplicatePrefixes(elements: Iterable<ElementState>): Noted[] {
  const bearers = new Map<string, Bearer[]>();
  for (const { id, location, services } of elements) {
    for (const [role, addresses] of Object.entries(services)) {
      for (const { prefix, routeDistinguisher, live } of addresses) {
        if (!live) continue;
        const subject = [role, ...(routeDistinguisher === null ? [] : [routeDistinguisher]), prefix].join('~');
        const known = bearers.get(subject) ?? [];
        known.push({ elementId: id, location });
        bearers.set(subject, known);
      }
    }
  }
  return [...bearers].filter(([, all]) => new Set(all.map(({ location }) => location)).size > 1).map(noted);
}

function noted([subject, bearers]: [string, Bearer[]]): Noted {
  const places = bearers
    .sort((a, b) => compareText(a.location, b.location) || compareText(a.elementId, b.elementId))
    .slice(0, mostNamed)
    .map(({ elementId, location }) => `${elementId} (${location})`);
  const more = bearers.length > mostNamed ? ` and ${bearers.length - mostNamed} more` : '';
  return {
    kind: 'duplicate-service-prefix',
    subject,
    detail: `${subject.replaceAll('~', ' ')} is at several locations: ${places.join(', ')}${more}`,
  };
}

const mostNamed = 10;
