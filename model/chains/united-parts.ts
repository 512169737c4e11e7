import type { ElementState, ServiceAddress } from '../state.ts';
import { compareText } from './state-order.ts';

/** More of them would not fit an item of the table. */
const mostOfRole = 500;

export function unitedInterfaces(parts: readonly ElementState[]): Record<string, string[]> {
  const united = unitedByRole(parts.map(({ interfaces }) => interfaces));
  return Object.fromEntries(united.map(([role, ids]) => [role, [...new Set(ids)].sort().slice(0, mostOfRole)]));
}

/** An address that two parts have is one: live where either has it live. */
export function unitedServices(parts: readonly ElementState[]): Record<string, ServiceAddress[]> {
  return Object.fromEntries(
    unitedByRole(parts.map(({ services }) => services)).map(([role, addresses]) => {
      const same = Map.groupBy(addresses, addressKey);
      return [
        role,
        [...same]
          .sort(([a], [b]) => compareText(a, b))
          .flatMap(([, equals]) => unitedAddress(equals))
          .slice(0, mostOfRole),
      ];
    }),
  );
}

const addressKey = ({ prefix, family, routeDistinguisher }: ServiceAddress): string =>
  `${prefix} ${family} ${routeDistinguisher ?? ''}`;

function unitedAddress(equals: readonly ServiceAddress[]): ServiceAddress[] {
  const live = equals.some((address) => address.live);
  const routeTargets = [...new Set(equals.flatMap((address) => address.routeTargets))].sort();
  return equals.slice(0, 1).map((address) => ({ ...address, live, routeTargets }));
}

function unitedByRole<Item>(records: readonly Record<string, Item[]>[]): [string, Item[]][] {
  const roles = new Map<string, Item[]>();
  for (const record of records) {
    for (const [role, items] of Object.entries(record)) roles.set(role, [...(roles.get(role) ?? []), ...items]);
  }
  return [...roles].sort(([a], [b]) => compareText(a, b));
}
