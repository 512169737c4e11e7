import { writeFileSync } from 'node:fs';
import { freshSecurityPage, securityOfAll, securityPage } from './security-page.ts';

/** `npm run security-page`: what the templates say, into docs/security.md. */
writeFileSync(securityPage, freshSecurityPage(securityOfAll()));
