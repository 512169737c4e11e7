import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { stationConfigFromContext } from '#infra/config.ts';
import { StationStack } from '#infra/stack.ts';

const cdkJson = z
  .object({ context: z.record(z.string(), z.unknown()) })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, '../../cdk.json'), 'utf8')));

/** The context a deploy would have, without bundling, and with what the test gives (undefined removes a key). */
export function stationStack(context: Record<string, unknown> = {}): StationStack {
  const app = new App({ context: { ...cdkJson.context, 'aws:cdk:bundling-stacks': [], ...context } });
  return new StationStack(app, 'Bmpaas', { config: stationConfigFromContext(app.node) });
}

const resourceSchema = z.looseObject({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) });

export type Resource = z.output<typeof resourceSchema>;

export class StationTemplate {
  readonly template: Template;

  constructor(context: Record<string, unknown> = { sourceCidrs: ['10.20.0.0/16', '10.30.0.0/16'] }) {
    this.template = Template.fromStack(stationStack(context));
  }

  /** Resources of a type by logical id. */
  resources(type: string): Record<string, Resource> {
    return z.record(z.string(), resourceSchema).parse(this.template.findResources(type));
  }

  /** The only resource of a type. */
  only(type: string): Resource {
    const [resource, ...more] = Object.values(this.resources(type));
    if (resource === undefined || more.length > 0)
      throw new Error(`expected one ${type}, found ${Object.keys(this.resources(type)).length}`);
    return resource;
  }
}
