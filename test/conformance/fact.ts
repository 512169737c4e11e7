/** A field of one NLRI that is more than a prefix. */
export type Fact = readonly [name: string, value: string];
