import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bundles } from '#infra/bundles.ts';

const instructions = readFileSync(join(import.meta.dirname, '../../collector/Dockerfile'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

const valuesOf = (instruction: string): string[] =>
  instructions.filter((line) => line.startsWith(`${instruction} `)).map((line) => line.slice(instruction.length + 1));

describe('the collector image', () => {
  test('runs as a numbered user that is not root', () => {
    expect(valuesOf('USER')).toHaveLength(1);
    expect(valuesOf('USER')[0]).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  });

  test('holds the bundle and installs nothing', () => {
    expect(valuesOf('COPY')).toEqual(['collector.mjs collector.mjs.map ./']);
    expect(valuesOf('RUN')).toEqual([]);
  });

  test('starts Node itself, so that SIGTERM reaches it', () => {
    expect(bundles.collector.outputFile).toBe('collector.mjs');
    expect(valuesOf('CMD')).toEqual(['["node", "--max-semi-space-size=4", "--enable-source-maps", "collector.mjs"]']);
    expect(valuesOf('STOPSIGNAL')).toEqual(['SIGTERM']);
  });

  test('leaves health to the load balancer', () => {
    expect(valuesOf('HEALTHCHECK')).toEqual([]);
  });
});
