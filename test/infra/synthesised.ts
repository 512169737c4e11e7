import type { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { type StationSettings, stationConfig } from '#infra/config.ts';
import demo from '#infra/environments/demo.ts';
import production from '#infra/environments/production.ts';
import { type SynthesisedTemplate, templateSchema } from '#infra/security/template-text.ts';
import { createStacks } from '#infra/stacks.ts';
import existingVpc from './flavours/existing-vpc.ts';
import headless from './flavours/headless.ts';
import privateStation from './flavours/private.ts';
import publicStation from './flavours/public.ts';
import { unbundledApp } from './station-template.ts';

/** Every kind of station, between them with all that there can be. */
export const flavours: Readonly<Record<string, StationSettings>> = {
  demo,
  production,
  private: privateStation,
  public: publicStation,
  'existing-vpc': existingVpc,
  headless,
};

export interface Synthesised {
  flavour: string;
  app: App;
  /** Of the stack with state, then of the one that works on it. */
  templates: readonly SynthesisedTemplate[];
}

export function synthesised(flavour: string): Synthesised {
  const app = unbundledApp();
  const { state, service } = createStacks(app, stationConfig(flavours[flavour]));
  const templates = [state, service].map((stack) => templateSchema.parse(Template.fromStack(stack).toJSON()));
  return { flavour, app, templates };
}
