declare module 'kinesalite' {
  import type { Server } from 'node:http';

  export default function kinesalite(options: {
    path?: string;
    /** How long a new stream stays in CREATING, milliseconds. */
    createStreamMs?: number;
  }): Server;
}

declare module 'dynalite' {
  import type { Server } from 'node:http';

  export default function dynalite(options: {
    path?: string;
    /** How long a new table stays in CREATING, milliseconds. */
    createTableMs?: number;
  }): Server;
}
