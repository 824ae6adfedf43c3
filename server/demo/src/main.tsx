import { render } from 'preact';
import { Workbench } from './workbench';

const app = document.getElementById('app');
if (app) render(<Workbench />, app);
