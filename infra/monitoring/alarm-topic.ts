import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';

export interface AlarmTopicProps {
  email: string;
}

/**
 * A topic of the station's own. It needs a key of its own ($1 a month): the policy of the key that AWS keeps for SNS lets no
 * alarm use it, and cannot be changed. Its owner confirms the address by a mail that comes after the deploy.
 */
export class AlarmTopic extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { email }: AlarmTopicProps) {
    super(scope, id);
    const masterKey = new Key(this, 'Key', {
      description: 'Alarms of a BMP station on their way',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.topic = new Topic(this, 'Topic', { displayName: 'BMP station', masterKey, enforceSSL: true });
    this.topic.addSubscription(new EmailSubscription(email));
    // Without a condition: not every service that uses a key for another says for whom.
    masterKey.grant(new ServicePrincipal('cloudwatch.amazonaws.com'), 'kms:Decrypt', 'kms:GenerateDataKey');
    // Or an alarm of any account might.
    const conditions = { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } };
    this.topic.grantPublish(new ServicePrincipal('cloudwatch.amazonaws.com', { conditions }));
  }
}
