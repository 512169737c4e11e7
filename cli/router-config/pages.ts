import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { vendorGuides } from './index.ts';
import { indexPage, pageName, pageOf } from './page.ts';

// Writes docs/routers: npm run router-pages.
const folder = fileURLToPath(new URL('../../docs/routers/', import.meta.url));
mkdirSync(folder, { recursive: true });
for (const guide of vendorGuides) writeFileSync(`${folder}${pageName(guide)}`, pageOf(guide));
writeFileSync(`${folder}README.md`, indexPage(vendorGuides));
