import { App } from 'aws-cdk-lib';
import { stationConfigFromContext } from './config.ts';
import { StationStack } from './stack.ts';

const app = new App();
new StationStack(app, 'Bmpaas', { config: stationConfigFromContext(app.node) });
