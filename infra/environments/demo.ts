import { defineEnvironment } from '../environment.ts';

/** To look at it: needs nothing but an account, is reached from within the VPC and what is attached to it, and goes without a trace. */
export default defineEnvironment({
  capacity: { collectors: { least: 1, most: 1 } },
  removal: 'destroy',
  protect: false,
});
