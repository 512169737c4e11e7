import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { type Acknowledgement, acknowledgements } from './acknowledgements.ts';

export interface Finding {
  /** With what of it was found, where a rule can find several. */
  rule: string;
  /** Path of the construct. */
  at: string;
}

/** What AwsSolutions finds below a construct and nobody has acknowledged. */
export function findingsBelow(scope: IConstruct): Finding[] {
  const { violations } = new AwsSolutionsChecks(scope).validateScope(scope);
  return violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath = '' }) => ({ rule: ruleName, at: constructPath })),
  );
}

/** Tells CDK of each finding that there is a reason for. Returns the reasons that were used. */
export function acknowledgeFindings(scope: IConstruct): Set<Acknowledgement> {
  const byPath = new Map(scope.node.findAll().map((construct) => [construct.node.path, construct]));
  const used = new Set<Acknowledgement>();
  for (const { rule, at } of findingsBelow(scope)) {
    const acknowledgement = acknowledgements.find((known) => isOf(rule, known) && known.at.test(at));
    const construct = byPath.get(at);
    if (acknowledgement === undefined || construct === undefined) continue;
    used.add(acknowledgement);
    Validations.of(construct).acknowledge({ id: rule, reason: acknowledgement.reason });
  }
  return used;
}

/** S1 is not the beginning of S10. */
const isOf = (rule: string, known: Acknowledgement): boolean =>
  rule === known.rule || (known.rule.includes('[') && rule.startsWith(known.rule));

/** AwsSolutions, as a part of the synthesis: it fails for whatever there is no reason for. */
class AcknowledgedChecks extends AwsSolutionsChecks {
  readonly #app: App;

  constructor(app: App) {
    super(app);
    this.#app = app;
  }

  /** Only now do references from stack to stack have the names that findings are told by. */
  override validate(
    ...context: Parameters<AwsSolutionsChecks['validate']>
  ): ReturnType<AwsSolutionsChecks['validate']> {
    acknowledgeFindings(this.#app);
    return super.validate(...context);
  }
}

export const addChecks = (app: App): void => Validations.of(app).addPlugins(new AcknowledgedChecks(app));
