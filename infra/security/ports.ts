import * as z from 'zod';
import type { SynthesisedTemplate, TemplateText } from './template-text.ts';

/** Who may open a connection to whom. */
export interface Opening {
  from: string;
  to: string;
  /** `11019`, `443`. */
  port: string;
}

const rule = z.looseObject({
  IpProtocol: z.string(),
  FromPort: z.number().optional(),
  ToPort: z.number().optional(),
  CidrIp: z.unknown().optional(),
  CidrIpv6: z.unknown().optional(),
  SourceSecurityGroupId: z.unknown().optional(),
  DestinationSecurityGroupId: z.unknown().optional(),
  SourcePrefixListId: z.unknown().optional(),
  DestinationPrefixListId: z.unknown().optional(),
});

type Rule = z.output<typeof rule>;

const rules = z.array(rule).default([]);

/** Every opening of the security groups of a template; `sources` are the prefixes that routers come from. */
export function openingsOf(
  { Resources }: SynthesisedTemplate,
  text: TemplateText,
  sources: readonly string[],
): Opening[] {
  const peerOf = (of: Rule): string => {
    const address = of.CidrIp ?? of.CidrIpv6;
    if (address !== undefined) return sources.includes(String(address)) ? 'routers (`sourceCidrs`)' : text.of(address);
    const group = of.SourceSecurityGroupId ?? of.DestinationSecurityGroupId;
    return group === undefined ? text.of(of.SourcePrefixListId ?? of.DestinationPrefixListId) : groupOf(group, text);
  };
  const inward = (to: string, of: Rule): Opening => ({ from: peerOf(of), to, port: portOf(of) });
  const outward = (from: string, of: Rule): Opening => ({ from, to: peerOf(of), port: portOf(of) });
  return Object.entries(Resources).flatMap(([id, { Type, Properties }]): Opening[] => {
    const own = nameOf(text.path(id));
    switch (Type) {
      case 'AWS::EC2::SecurityGroup':
        return [
          ...rules.parse(Properties.SecurityGroupIngress).map((each) => inward(own, each)),
          ...rules.parse(Properties.SecurityGroupEgress).map((each) => outward(own, each)),
        ].filter(({ to }) => to !== disallowed);
      case 'AWS::EC2::SecurityGroupIngress':
        return [inward(groupOf(Properties.GroupId, text), rule.parse(Properties))];
      case 'AWS::EC2::SecurityGroupEgress':
        return [outward(groupOf(Properties.GroupId, text), rule.parse(Properties))];
      default:
        return [];
    }
  });
}

/** What CDK writes where nothing is let out. */
const disallowed = '255.255.255.255/32';

const portOf = ({ IpProtocol, FromPort, ToPort }: Rule): string => {
  if (IpProtocol === '-1') return 'any';
  return FromPort === ToPort ? String(FromPort) : `${FromPort}-${ToPort}`;
};

const groupOf = (value: unknown, text: TemplateText): string => nameOf(text.of(value).replace(/ \(GroupId\)$/, ''));

const nameOf = (path: string): string => path.replace(/\/SecurityGroup$/, '');
