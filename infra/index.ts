/** What who embeds a station in an app of their own imports, as `bmpaas/construct`. */
export { Bmpaas, type BmpaasProps } from './bmpaas.ts';
export { type StationConfig, type StationSettings, stationConfig } from './config.ts';
export { outputState, outputStation } from './outputs.ts';
export { StationService, type StationServiceProps } from './service.ts';
export { StationState, type StationStateProps } from './state.ts';
