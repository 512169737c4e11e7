import { App, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { expect, test } from 'vitest';
import { type Acknowledgement, acknowledgements } from '#infra/security/acknowledgements.ts';
import { acknowledgeFindings, findingsBelow } from '#infra/security/checks.ts';
import { flavours, synthesised } from './synthesised.ts';

/** Every rule over every resource, twice. */
const patience = 120_000;

const used = new Set<Acknowledgement>();

test.each(Object.keys(flavours))(
  '%s: AwsSolutions finds nothing that there is no written reason for',
  (flavour) => {
    const { app } = synthesised(flavour);
    for (const acknowledgement of acknowledgeFindings(app)) used.add(acknowledgement);
    expect(findingsBelow(app)).toEqual([]);
  },
  patience,
);

test('every reason is of something that is found', () => {
  expect(acknowledgements.filter((acknowledgement) => !used.has(acknowledgement))).toEqual([]);
});

test('what there is no reason for is found', () => {
  const app = new App();
  new Bucket(new Stack(app, 'Stack'), 'Bucket');
  expect(acknowledgeFindings(app).size).toBe(0);
  expect(findingsBelow(app).map(({ rule }) => rule)).toContain('AwsSolutions-S1');
});
