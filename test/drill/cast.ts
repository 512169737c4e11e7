import { referenceLab } from '#local/reference-lab.ts';
import { type TablePlan, tablePlan } from '../bench/table-plan.ts';
import type { DrillRouter } from './drill-router.ts';
import { dumpingRouter } from './dumping-router.ts';
import { LabRouter } from './lab-router.ts';
import { QuietRouter } from './quiet-router.ts';

export interface Load {
  dumpingRouters: number;
  /** Of each of them. */
  routes: number;
  quietRouters: number;
}

const prefixesPerUpdate = 4;
const plans = new Map<number, TablePlan>();

/** All routers of a drill. */
export class Cast {
  readonly lab: readonly LabRouter[];
  readonly dumping: readonly DrillRouter[];
  readonly quiet: readonly QuietRouter[];

  constructor({ dumpingRouters, routes, quietRouters }: Load, port: () => number) {
    const plan = plans.get(routes) ?? tablePlan(routes, prefixesPerUpdate);
    plans.set(routes, plan);
    this.lab = referenceLab().map((spec) => new LabRouter(spec, port));
    this.dumping = numbers(dumpingRouters).map((number) => dumpingRouter(`tx0${number}dmp`, number, plan, port));
    this.quiet = numbers(quietRouters).map((number) => new QuietRouter(`wa0${number}qui`, number, port));
  }

  get all(): DrillRouter[] {
    return [...this.lab.map(({ router }) => router), ...this.dumping, ...this.quiet.map(({ router }) => router)];
  }

  /** What happens in every run, while the fault is on: an element loses one side. */
  loseOneSide(): void {
    this.lab.at(-1)?.lose('sc6', 'untrust');
  }

  async stop(): Promise<void> {
    await Promise.all(this.all.map((router) => router.stop()));
  }
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
