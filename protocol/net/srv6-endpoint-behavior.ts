/** Flavors of RFC 8986 §4.16; IANA numbers the first four together, and the others where it had room. */
const flavors = ['', 'PSP', 'USP', 'PSP & USP', 'USD', 'PSP & USD', 'USP & USD', 'PSP, USP & USD'];

/** A behavior with each of the flavors, all with those of one kind of compressed SID (RFC 9800 §4), if any. */
function flavored(behavior: string, csid = ''): string[] {
  return flavors.map((flavor) => {
    const separator = csid === '' || flavor === '' ? '' : flavor.includes('&') ? ', ' : ' & ';
    const suffix = csid + separator + flavor;
    return suffix === '' ? behavior : `${behavior} with ${suffix}`;
  });
}

const withCsid = (csid: string, ...behaviors: string[]): string[] => behaviors.map((name) => `${name} with ${csid}`);

const transit = ['End', 'End.X', 'End.T'];
const decapsulating = 'DX6 DX4 DT6 DT4 DT46 DX2 DX2V DT2U DT2M'.split(' ').map((name) => `End.${name}`);
const [next, replace] = ['NEXT-CSID', 'REPLACE-CSID'];

/** IANA "SRv6 Endpoint Behaviors": a code, and the names of it and of those behind it. */
const runs: readonly (readonly [first: number, names: readonly string[]])[] = [
  [1, transit.flatMap((behavior) => flavored(behavior).slice(0, 4))],
  [13, ['End.B6.Insert', 'End.B6.Encaps', 'End.BM', ...decapsulating]],
  [26, ['End.B6.Insert.Red', 'End.B6.Encaps.Red']],
  [28, transit.flatMap((behavior) => flavored(behavior).slice(4))],
  [40, ['End.MAP', 'End.Limit']],
  [42, ['End with NEXT-ONLY-CSID', ...flavored('End', next)]],
  [51, ['End.X with NEXT-ONLY-CSID', ...flavored('End.X', next)]],
  [60, withCsid(next, ...decapsulating)],
  [69, ['End.M.GTP6.D', 'End.M.GTP6.Di', 'End.M.GTP6.E', 'End.M.GTP4.E']],
  [73, ['End.DTM', 'End.M', 'End.Replicate', 'End.DTMC4', 'End.DTMC6', 'End.DTMC46']],
  [79, ['End.BXC', 'End.BXC with PSP', 'End.BXC with USP', 'End.BXC with USD', 'End.BXC with PSP, USP & USD']],
  [84, ['End.NSH', ...flavored('End.T', next)]],
  [93, withCsid(next, 'End.B6.Encaps', 'End.B6.Encaps.Red', 'End.BM', 'End.LBS', 'End.XLBS')],
  [98, withCsid(`${next}, PSP & USD`, 'End.B6.Encaps.Red', 'End.B6.Insert.Red')],
  [100, ['End.PSID', ...transit.flatMap((behavior) => flavored(behavior, replace).slice(0, 4))]],
  [114, withCsid(replace, 'End.B6.Encaps', 'End.BM', ...decapsulating)],
  [127, withCsid(replace, 'End.B6.Encaps.Red')],
  [128, transit.flatMap((behavior) => flavored(behavior, replace).slice(4))],
  [140, withCsid(replace, 'End.LBS', 'End.XLBS')],
  [142, ['End.DTM46', 'End.DXM4', 'End.DXM6', 'End.DXM2']],
  [150, ['End.XU', 'End.XU with PSP', 'End.XU with USP', 'End.XU with USD', 'End.XU with PSP, USP & USD']],
  [155, withCsid(replace, 'End.XU')],
  [156, ['End.XU with REPLACE-CSID & PSP', 'End.XU with REPLACE-CSID, PSP, USP & USD']],
  [158, ['End.DX1', 'End.DX1 with NEXT-CSID', 'End.DX1 with REPLACE-CSID']],
  [
    161,
    ['End.AN', 'End.AS', 'End.AD', 'End.AM', 'End.AM with NAT', 'End.AM with caching', 'End.AM with NAT & caching'],
  ],
  [168, ['End.M.GTP6.E.Red', 'End.AN.CI.S', 'End.AN.CI.D.A', 'End.AN.CI.D.T', 'End.AN.CI.D.V', 'End.AN.CI.D.D']],
  [
    180,
    ['End.AS', 'End.AD', 'End.AM', 'End.AMN'].flatMap((name) => [`${name} with ${replace}`, `${name} with ${next}`]),
  ],
  [32767, ['RFC 8754 SID']],
  [65535, ['Opaque']],
];

const names = new Map(runs.flatMap(([first, run]) => run.map((name, at) => [first + at, name] as const)));

/** As IANA writes it, `behavior-N` where it has no entry. */
export function srv6EndpointBehaviorName(code: number): string {
  return names.get(code) ?? `behavior-${code}`;
}
