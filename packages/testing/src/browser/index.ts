export { browserMissing, CHROMIUM, type Graphics, launchChromium } from './chromium.js';
export { type OpenPage, type OpenPageOptions, openPage } from './open-page.js';
