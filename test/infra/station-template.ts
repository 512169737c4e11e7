import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { type StationSettings, stationConfig } from '#infra/config.ts';
import { createStacks } from '#infra/stacks.ts';

const cdkJson = z
  .object({ context: z.record(z.string(), z.unknown()) })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, '../../cdk.json'), 'utf8')));

/** An app with the context a deploy would have, without bundling. */
export const unbundledApp = (): App => new App({ context: { ...cdkJson.context, 'aws:cdk:bundling-stacks': [] } });

/** The stacks of a station, without bundling. */
export const stationStacks = (settings: StationSettings = {}) => createStacks(unbundledApp(), stationConfig(settings));

const resourceSchema = z.looseObject({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) });

export type Resource = z.output<typeof resourceSchema>;

/** The templates of a station's stacks. */
export class StationTemplate {
  readonly state: Template;
  readonly service: Template;

  constructor(settings: StationSettings = {}) {
    const { state, service } = stationStacks(settings);
    this.state = Template.fromStack(state);
    this.service = Template.fromStack(service);
  }

  /** Resources of a type in both, by logical id. */
  resources(type: string): Record<string, Resource> {
    const found = { ...this.state.findResources(type), ...this.service.findResources(type) };
    return z.record(z.string(), resourceSchema).parse(found);
  }

  /** The only resource of a type. */
  only(type: string): Resource {
    const [resource, ...more] = Object.values(this.resources(type));
    if (resource === undefined || more.length > 0)
      throw new Error(`expected one ${type}, found ${Object.keys(this.resources(type)).length}`);
    return resource;
  }

  /** Those of a type whose properties match, by logical id. */
  matching(type: string, properties: Record<string, unknown>): Record<string, Resource> {
    const like = { Properties: Match.objectLike(properties) };
    return z
      .record(z.string(), resourceSchema)
      .parse({ ...this.state.findResources(type, like), ...this.service.findResources(type, like) });
  }
}
