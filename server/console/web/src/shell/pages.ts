/**
 * The pages: each is a folder in pages/ and a line here. Its page.tsx has a
 * default export, a component that takes a Route. The order is that of the
 * navigation; a group begins where `begins` is set.
 */
import type { ComponentType } from 'preact';
import type { Access } from '../api/types';
import { texts } from '../text/texts';
import type { IconName } from '../ui/icon';
import type { Route } from './router';

export interface Page {
  /** First part of its address. */
  name: string;
  icon: IconName;
  title: () => string;
  begins?: () => string;
  /** Whom the navigation shows it to; viewers when absent. */
  access?: Access;
  load: () => Promise<{ default: ComponentType<{ route: Route }> }>;
}

const t = texts({
  rules: ['规则', 'Rules'],
  drafts: ['草稿', 'Drafts'],
  impact: ['改动影响', 'What would change'],
  mining: ['词语发现', 'Term mining'],
  review: ['审核', 'Review'],
  rollout: ['发布', 'Rollout'],
  reports: ['报表', 'Reports'],
  audit: ['操作记录', 'Audit'],
  members: ['成员与令牌', 'Members'],
  write: ['写规则', 'Write'],
  publish: ['上线', 'Publish'],
  shop: ['店铺', 'Shop'],
});

export const pages: readonly Page[] = [
  {
    name: 'rules',
    icon: 'rules',
    title: () => t.rules,
    begins: () => t.write,
    load: () => import('../pages/rules/page'),
  },
  {
    name: 'drafts',
    icon: 'draft',
    title: () => t.drafts,
    load: () => import('../pages/drafts/page'),
  },
  {
    name: 'impact',
    icon: 'impact',
    title: () => t.impact,
    load: () => import('../pages/impact/page'),
  },
  {
    name: 'mining',
    icon: 'mining',
    title: () => t.mining,
    load: () => import('../pages/mining/page'),
  },
  {
    name: 'review',
    icon: 'review',
    title: () => t.review,
    begins: () => t.publish,
    load: () => import('../pages/review/page'),
  },
  {
    name: 'rollout',
    icon: 'rollout',
    title: () => t.rollout,
    load: () => import('../pages/rollout/page'),
  },
  {
    name: 'reports',
    icon: 'reports',
    title: () => t.reports,
    begins: () => t.shop,
    load: () => import('../pages/reports/page'),
  },
  { name: 'audit', icon: 'audit', title: () => t.audit, load: () => import('../pages/audit/page') },
  {
    name: 'members',
    icon: 'members',
    title: () => t.members,
    load: () => import('../pages/members/page'),
  },
];
