import { defineCapability } from './capability.ts';
import { decodeText, encodeText } from './text.ts';

/** draft-walton-bgp-hostname-capability §2: host name and domain name, each behind its length (1). */
export const fqdn = defineCapability({
  code: 73,
  name: 'fqdn',
  reference: 'draft-walton-bgp-hostname-capability',
  decode: (reader) => ({ hostName: decodeText(reader), domainName: decodeText(reader) }),
  encode(writer, { hostName, domainName }: { hostName: string; domainName: string }) {
    encodeText(writer, hostName);
    encodeText(writer, domainName);
  },
});
