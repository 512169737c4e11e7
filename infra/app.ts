import { App } from 'aws-cdk-lib';
import { loadEnvironment } from './environment.ts';
import { createStacks } from './stacks.ts';

const app = new App();
const environment: unknown = app.node.tryGetContext('environment');
if (typeof environment !== 'string') throw new Error('name an environment: -c environment=demo');
createStacks(app, await loadEnvironment(environment));

// Of the gate, which has what they need: `-c checks=true`.
if (app.node.tryGetContext('checks') === 'true') {
  const { addChecks } = await import('./security/checks.ts');
  addChecks(app);
}
