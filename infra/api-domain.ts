import { ApiMapping, DomainName, type HttpApi, type HttpStage, SecurityPolicy } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { ApiGatewayv2DomainProperties } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import type { ApiConfig } from './api.ts';

export type ApiDomainProps = NonNullable<ApiConfig['domain']> & { httpApi: HttpApi; stage: HttpStage };

/** The API under a name of its owner's, by TLS 1.2 or newer. */
export class ApiDomain extends Construct {
  readonly url: string;
  /** What the name has to be an alias or CNAME of, where no hosted zone was given. */
  readonly target: string;

  constructor(scope: Construct, id: string, props: ApiDomainProps) {
    super(scope, id);
    const { httpApi, stage, name, hostedZone } = props;
    const domain = new DomainName(this, 'Name', {
      domainName: name,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', props.certificateArn),
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    // It names the stage, which has to be there.
    new ApiMapping(this, 'Mapping', { api: httpApi, domainName: domain, stage }).node.addDependency(stage);
    this.url = `https://${name}`;
    this.target = domain.regionalDomainName;
    if (hostedZone === null) return;
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId: hostedZone.id,
      zoneName: hostedZone.name,
    });
    const alias = new ApiGatewayv2DomainProperties(domain.regionalDomainName, domain.regionalHostedZoneId);
    new ARecord(this, 'Record', { zone, recordName: `${name}.`, target: RecordTarget.fromAlias(alias) });
  }
}
