/** What the browser lets Huashu do, and what each permission is for. The manifest is made from this table. */
import type { TextKey } from '../i18n/texts';

export const PERMISSIONS = {
  offscreen: 'permissionOffscreen',
  storage: 'permissionStorage',
  alarms: 'permissionAlarms',
  scripting: 'permissionScripting',
  activeTab: 'permissionActiveTab',
} as const satisfies Record<string, TextKey>;
