import { expect, test } from 'vitest';
import * as z from 'zod';
import { tableIndexes } from '#model/keys.ts';
import { StationTemplate } from './station-template.ts';

const indexes = z.array(z.looseObject({ IndexName: z.string() })).default([]);

const tableSchema = z.object({ GlobalSecondaryIndexes: indexes, LocalSecondaryIndexes: indexes });

const { Properties } = new StationTemplate().only('AWS::DynamoDB::Table');

test('the table has the secondary indexes that the stores count the cost of', () => {
  const { GlobalSecondaryIndexes, LocalSecondaryIndexes } = tableSchema.parse(Properties);
  const names = [...GlobalSecondaryIndexes, ...LocalSecondaryIndexes].map(({ IndexName }) => IndexName);
  expect(names).toEqual(tableIndexes);
});
