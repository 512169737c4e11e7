import { defineJoin } from './join.ts';

export const sourceTreeJoin = defineJoin(7, 'source-tree-join');
