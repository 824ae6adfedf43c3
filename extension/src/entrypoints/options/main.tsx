import { render } from 'preact';
import { browser } from 'wxt/browser';
import { texts } from '../../i18n/browser';
import { Options } from './options';

document.documentElement.lang = browser.i18n.getUILanguage();
document.title = `${texts('optionsOpen')} · ${texts('extensionName')}`;

const app = document.getElementById('app');
if (app) render(<Options />, app);
