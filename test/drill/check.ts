/** One thing that has to hold after a drill, and what was found. */
export interface Check {
  name: string;
  ok: boolean;
  found: string;
}

/** What is wrong is shown, the first few of it. */
export const noneOf = (name: string, wrong: readonly string[], right: string): Check => ({
  name,
  ok: wrong.length === 0,
  found: wrong.length === 0 ? right : `${wrong.slice(0, 6).join('; ')}${wrong.length > 6 ? '; …' : ''}`,
});

/** A counter that has to be as high as what it explains. */
export const equal = (name: string, found: number, wanted: number): Check => ({
  name,
  ok: found === wanted,
  found: `${found} of ${wanted}`,
});

export const atLeast = (name: string, found: number, wanted: number): Check => ({
  name,
  ok: found >= wanted,
  found: `${found}, at least ${wanted}`,
});

export const between = (name: string, found: number, least: number, most: number): Check => ({
  name,
  ok: found >= least && found <= most,
  found: `${found}, of ${least} to ${most}`,
});
