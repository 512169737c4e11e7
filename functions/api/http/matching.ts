/** Whether a row has what the query asks for; a query that does not ask takes all. */
export const matches = (asked: string | undefined, value: string | null): boolean =>
  asked === undefined || asked === value;
