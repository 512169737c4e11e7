const digits = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, '0'));

/** Lower-case hex, two digits an octet. */
export function hexOf(octets: Uint8Array): string {
  let text = '';
  for (const octet of octets) text += digits[octet];
  return text;
}

/** `00:11:22`, as MAC addresses are written. */
export const colonHex = (octets: Uint8Array): string => hexOf(octets).replace(/..(?=.)/g, '$&:');
