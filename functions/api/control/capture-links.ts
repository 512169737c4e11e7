/** How clients get at the files of captures. */
export interface CaptureLinks {
  /** `name` as the collector gave it. `expiresAt` in milliseconds since 1970. */
  linkTo(name: string, now: number): Promise<{ url: string; expiresAt: number | null }>;
}
