import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Grant, type IGrantable, ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

export interface ApiPoliciesProps {
  httpApi: HttpApi;
}

/** Methods and paths, as the ARN of a request has them. */
type Requests = readonly (readonly [method: string, path: string])[];

const reads: Requests = [
  ['GET', '/v1/*'],
  ['HEAD', '/v1/*'],
];

/** What is done to a router or an element: drained, placed, captured, asked to say everything again. */
const operations: Requests = [
  ['PUT', '/v1/overrides/*'],
  ['DELETE', '/v1/overrides/*'],
  ['*', '/v1/routers/*'],
  ['POST', '/v1/discovery-rules/validation'],
];

const everything: Requests = [['*', '/v1/*']];

/** Policies for callers, to be attached to their users or roles. Each has what the one before it has. */
export class ApiPolicies extends Construct {
  /** Reads. */
  readonly reader: ManagedPolicy;
  /** Reads, and acts on single elements and routers. */
  readonly operator: ManagedPolicy;
  /** Also writes the rules, by which everything is derived. */
  readonly administrator: ManagedPolicy;
  private readonly httpApi: HttpApi;

  constructor(scope: Construct, id: string, { httpApi }: ApiPoliciesProps) {
    super(scope, id);
    this.httpApi = httpApi;
    this.reader = this.policy('Reader', 'Reads the API of the BMP station', reads);
    this.operator = this.policy('Operator', 'Reads it, and acts on elements and routers', [...reads, ...operations]);
    this.administrator = this.policy('Administrator', 'Everything, the discovery rules too', everything);
  }

  /** For a function that asks the API. */
  grantRead(grantee: IGrantable): Grant {
    return Grant.addToPrincipal({ grantee, actions: ['execute-api:Invoke'], resourceArns: this.arns(reads) });
  }

  private policy(id: string, description: string, requests: Requests): ManagedPolicy {
    const statement = new PolicyStatement({ actions: ['execute-api:Invoke'], resources: this.arns(requests) });
    return new ManagedPolicy(this, id, { description, statements: [statement] });
  }

  private arns(requests: Requests): string[] {
    return requests.map(([method, path]) => this.httpApi.arnForExecuteApi(method, path, '$default'));
  }
}
