/** The shortest octets that chunks can be taken out to, so that `fails` still holds. */
export async function shortened(
  octets: Uint8Array,
  fails: (octets: Uint8Array) => Promise<boolean>,
): Promise<Uint8Array> {
  let shortest = octets;
  for (let size = octets.length >> 1; size >= 1; size >>= 1) {
    for (let at = 0; at < shortest.length; ) {
      const candidate = new Uint8Array([...shortest.subarray(0, at), ...shortest.subarray(at + size)]);
      if (await fails(candidate)) shortest = candidate;
      else at += size;
    }
  }
  return shortest;
}
