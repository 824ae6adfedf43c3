import { browser } from 'wxt/browser';
import type { Texts } from './texts';

/** The texts of the extension, in the browser's language. */
export const texts: Texts = (key, ...values) =>
  browser.i18n.getMessage(key as Parameters<typeof browser.i18n.getMessage>[0], values.map(String));
