import { CARRIERS } from './carriers.ts';
import { CRMS } from './crms.ts';
import { FORMS } from './forms.ts';
import { googleAds } from './google-ads.ts';
import type { Tool } from './tool.ts';

/** Every tool that sends a lead whole. Meta and LinkedIn only name one. */
export const TOOLS: readonly Tool[] = [...FORMS, googleAds, ...CRMS, ...CARRIERS];
