import { describe, expect, it } from 'vitest';
import policy from '../../public/managed.json' with { type: 'json' };
import { isFree, isOn, MANAGED_FIELDS, readManaged, underPolicy } from './managed';
import { DEFAULTS } from './schema';

it('knows the fields that the browser is told of', () => {
  expect(MANAGED_FIELDS.toSorted()).toEqual(Object.keys(policy.properties).toSorted());
});

it('leaves aside what cannot be used and keeps the rest', () => {
  expect(
    readManaged({
      profile: 'strict',
      onSites: 'mms.pinduoduo.com',
      enrolmentLink: 'shop',
      else: 1,
    }),
  ).toEqual({ profile: 'strict' });
});

it('stands above the settings, fact by fact', () => {
  const own = {
    ...DEFAULTS,
    profile: 'default',
    shop: { shop: { name: '小店', courier: '中通' } },
  };
  const managed = { profile: 'strict', shop: { shop: { courier: '顺丰' }, free_shipping_at: 59 } };
  expect(underPolicy(own, managed)).toEqual({
    ...own,
    profile: 'strict',
    shop: { shop: { name: '小店', courier: '顺丰' }, free_shipping_at: 59 },
  });
  expect(underPolicy(own, {})).toEqual({ ...own, shop: own.shop });
});

describe('a site', () => {
  const off = { ...DEFAULTS, enabled: false, offSites: ['a.example.com'] };
  it.each([
    ['is on by default', DEFAULTS, {}, true],
    ['is off where the agent says so', off, {}, false],
    ['stays on where policy says so', off, { onSites: ['a.example.com'] }, true],
    ['stays off where policy says so', DEFAULTS, { offSites: ['a.example.com'] }, false],
  ])('%s', (_what, settings, managed, on) => {
    expect(isOn(settings, managed, 'a.example.com')).toBe(on);
    expect(isFree(managed, 'a.example.com')).toBe(Object.keys(managed).length === 0);
  });
});
