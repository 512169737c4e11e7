import { defineJoin } from './join.ts';

export const sharedTreeJoin = defineJoin(6, 'shared-tree-join');
