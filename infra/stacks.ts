import { type App, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { applyToAll } from './applied-to-all.ts';
import type { StationConfig } from './config.ts';
import { outputState, outputStation } from './outputs.ts';
import { StationService } from './service.ts';
import { StationState } from './state.ts';

/** What would be missed. It goes last, and by default keeps what it holds. */
export class StateStack extends Stack {
  readonly state: StationState;

  constructor(scope: Construct, id: string, config: StationConfig) {
    super(scope, id, { description: 'BMP station: what it knows', terminationProtection: config.protect });
    this.state = new StationState(this, 'State', { config });
    outputState(this, this.state);
  }
}

/** What works on it. Without a loss it can go and come again. */
export class ServiceStack extends Stack {
  readonly service: StationService;

  constructor(scope: Construct, id: string, { config, state }: { config: StationConfig; state: StationState }) {
    super(scope, id, { description: 'BMP station: routers in, service chains and RIB state out' });
    this.service = new StationService(this, 'Service', { config, state });
    outputStation(this, config, state, this.service);
  }
}

/** The stacks of one station. They name no account or region, and so synthesise without asking AWS anything. */
export function createStacks(app: App, config: StationConfig): { state: StateStack; service: ServiceStack } {
  const state = new StateStack(app, `${config.name}State`, config);
  const service = new ServiceStack(app, `${config.name}Service`, { config, state: state.state });
  for (const stack of [state, service]) applyToAll(stack, config);
  return { state, service };
}
