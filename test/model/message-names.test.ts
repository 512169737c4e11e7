import { describe, expect, it } from 'vitest';
import { messageToJson } from '#model/message-json.ts';
import { type AnyAttribute, pathAttributes } from '#protocol/bgp/attributes/index.ts';
import type { Family, Nlri } from '#protocol/bgp/families/family.ts';
import { families } from '#protocol/bgp/families/index.ts';
import type { StructuredFamily } from '#protocol/bgp/families/structured-family.ts';
import { emptyUpdate, type Update } from '#protocol/bgp/update.ts';
import { encodeBmpMessage } from '#protocol/bmp/encode.ts';
import type { Json } from '#protocol/json.ts';
import { attributeVectors } from '#test/fixtures/vectors/attributes/index.ts';
import { familyVectors } from '#test/fixtures/vectors/families/index.ts';
import { messageVectors } from '#test/fixtures/vectors/messages/index.ts';
import { prefixRoute } from '#test/fixtures/vectors/routes.ts';
import type { Vectors } from '#test/fixtures/vectors/vector.ts';
import { messagesOf } from '#test/protocol/bmp/frames.ts';

interface Shown {
  announced: { family: string; fields?: Json }[];
  attributes: Record<string, Json>;
}

/** What `bmpaas decode` writes of an UPDATE. */
function shown(update: Partial<Update>): Shown {
  const message = messageVectors['route-monitoring'].vectors[0]?.value;
  if (message === undefined) throw new Error('no vector');
  const [decoded] = messagesOf(encodeBmpMessage({ ...message, updates: [{ ...emptyUpdate(), ...update }] }));
  return JSON.parse(JSON.stringify(decoded && messageToJson(decoded)));
}

/** Of all objects in it. */
function namesIn(json: Json | undefined): string[] {
  if (Array.isArray(json)) return json.flatMap(namesIn);
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([name, value]) => [name, ...namesIn(value)]);
}

const expectNames = (json: Json | undefined): void =>
  expect(namesIn(json).filter((name) => !/^[a-z][A-Za-z0-9]*$/.test(name))).toEqual([]);

describe.each(pathAttributes as readonly AnyAttribute[])('attribute $code is shown as $name', ({ name }) => {
  it.each(attributeVectors[name]?.vectors ?? [])('$name', ({ value }) => {
    const announced = [{ family: families[0], nextHop: '192.0.2.1', linkLocalNextHop: null, routes: [route] }];
    const { attributes } = shown({ announced, attributes: { [name]: value, unknown: [] } });
    expect(Object.keys(attributes).toSorted()).toEqual([name, 'nextHop'].toSorted());
    expectNames(attributes);
  });
});

const route = prefixRoute('10.0.0.0/8');

function nlrisOf(family: Family): Nlri[] {
  const vectors = familyVectors.get(`${family.afi}-${family.safi}-${family.name}`)?.vectors ?? [];
  if ('toNlri' in family) return vectors.map(({ value }) => (family as StructuredFamily<unknown>).toNlri(value));
  return (vectors as Vectors<Nlri[]>['vectors']).flatMap(({ value }) => value);
}

describe.each(families as readonly Family[])('family $name', (family) => {
  it.each(nlrisOf(family).map((nlri) => ({ nlri, text: family.format(nlri) })))('shows $text', ({ nlri, text }) => {
    const routes = [{ ...nlri, pathId: null }];
    const { announced } = shown({ announced: [{ family, nextHop: '192.0.2.1', linkLocalNextHop: null, routes }] });
    expect(announced).toMatchObject([
      { family: family.name, ...(family.ipVersion === null ? { nlri: text } : { prefix: text }) },
    ]);
    expect(announced[0]?.fields !== undefined).toBe(family.ipVersion === null);
    expectNames(announced[0]?.fields);
  });
});
