/** What cdk-nag finds (AwsSolutions), and why it stays so. Whatever is not here fails the synthesis of the gate. */
export interface Acknowledgement {
  /** Id of a rule, or the beginning of that of one finding of it. */
  rule: string;
  /** Path of the construct. */
  at: RegExp;
  reason: string;
}

export const acknowledgements: readonly Acknowledgement[] = [
  {
    rule: 'AwsSolutions-S1',
    at: /\/Archive\/Bucket\//,
    reason:
      'Who reads captures is told by data events of CloudTrail, which an account has or has not for all its buckets; access logs would want a second bucket with the same question.',
  },
  {
    rule: 'AwsSolutions-VPC7',
    at: /\/Network\/Vpc\//,
    reason:
      'The collector logs every connection and every refusal with its source. Flow logs cost by the GB, and in most accounts are switched on for all VPCs from outside.',
  },
  {
    rule: 'AwsSolutions-EC23',
    at: /\/Network\/(Vpc\/)?[A-Za-z]+\/SecurityGroup\//,
    reason: 'Endpoints are open to the prefix of their VPC, an intrinsic value that the rule cannot read.',
  },
  {
    rule: 'AwsSolutions-ELB2',
    at: /\/LoadBalancer\/LoadBalancer\//,
    reason: 'A network load balancer logs TLS connections only; the collector logs all, with their source.',
  },
  {
    rule: 'AwsSolutions-ECS2',
    at: /\/Collector\/Task\//,
    reason: 'They are names, numbers and lists of routers. Keys of TLS come from Secrets Manager.',
  },
  {
    rule: 'AwsSolutions-ECS4',
    at: /\/Collector\/Cluster\//,
    reason:
      'The collector tells its own metrics (sessions, queues, CPU, memory), for less than Container Insights would be billed.',
  },
  {
    rule: 'AwsSolutions-KDS3',
    at: /\/Stream\/Stream\//,
    reason: 'The stream has the key that its owner chose for all the station, instead of that of the service.',
  },
  {
    rule: 'AwsSolutions-APIG4',
    at: /\/HttpApi\/GET--v1--health\//,
    reason: 'Configured so (api.anonymousHealth): the function answers nobody more than {"status": "ok"} there.',
  },
  {
    rule: 'AwsSolutions-IAM5[Resource::*]',
    at: /\/ExecutionRole\/DefaultPolicy\//,
    reason: 'ecr:GetAuthorizationToken alone, for which AWS knows no resource.',
  },
  {
    rule: 'AwsSolutions-IAM5[Resource::*]',
    at: /\/(Correlate|Publish)\/FunctionRole\/DefaultPolicy\//,
    reason: 'dynamodb:ListStreams alone, for which AWS knows no resource.',
  },
  {
    rule: 'AwsSolutions-IAM5[Resource::',
    at: /\/Ingest\/FunctionRole\/DefaultPolicy\//,
    reason: 'Lambda chooses the names of what it keeps below aws/lambda/ in the archive.',
  },
  {
    rule: 'AwsSolutions-IAM5[Resource::',
    at: /\/Collector\/Task\/TaskRole\/DefaultPolicy\//,
    reason: 'Captures are named by router and time, below captures/ in the archive.',
  },
  {
    rule: 'AwsSolutions-IAM5[Resource::',
    at: /\/Api\/FunctionRole\/DefaultPolicy\//,
    reason: 'Captures are named by router and time, below captures/ in the archive.',
  },
  {
    rule: 'AwsSolutions-IAM5[Resource::',
    at: /\/Canary\/SpeakerRole\/DefaultPolicy\//,
    reason:
      'The ids of the network interfaces that Lambda makes for it are not known before, and for Describe AWS knows no resource.',
  },
  {
    rule: 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:execute-api:',
    at: /\/Canary\/CheckerRole\/DefaultPolicy\//,
    reason: 'Paths below /v1/ of this API, to read.',
  },
  {
    rule: 'AwsSolutions-IAM5[Resource::<Service',
    at: /\/ScheduleRole\/DefaultPolicy\//,
    reason: 'Versions of the one function that the schedule starts; there are none.',
  },
  {
    rule: 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:execute-api:',
    at: /\/Api\/Policies\//,
    reason: 'Paths below /v1/ of this API: callers are told apart by method and path.',
  },
];
