import './styles/index.css';
import { panels } from './panels/index.js';
import { mountShell } from './shell/shell.js';

mountShell(document.body, panels);
