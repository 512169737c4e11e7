/** `02:03:04`, with days in front where there are any: `5d 02:03:04`. A clock that is behind gives zero. */
export function upTime(since: Date, now: Date): string {
  const seconds = Math.max(0, Math.floor((now.getTime() - since.getTime()) / 1000));
  const days = Math.floor(seconds / 86_400);
  const clock = [(seconds / 3600) % 24, (seconds / 60) % 60, seconds % 60].map((part) =>
    String(Math.floor(part)).padStart(2, '0'),
  );
  return `${days > 0 ? `${days}d ` : ''}${clock.join(':')}`;
}
