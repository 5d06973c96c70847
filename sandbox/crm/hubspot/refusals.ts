import { randomUUID } from 'node:crypto';
import type { Answer } from '../../tools/tool-api.ts';

/** How HubSpot words what it refuses. https://developers.hubspot.com/docs/api-reference/error-handling */

const refusal = (status: number, category: string, message: string, rest: object = {}): Answer => ({
  status,
  body: { status: 'error', message, correlationId: randomUUID(), ...rest, category },
});

export const noSuchRecord = (): Answer => refusal(404, 'OBJECT_NOT_FOUND', 'resource not found');

export const badRequest = (message: string, rest: object = {}): Answer =>
  refusal(400, 'VALIDATION_ERROR', message, rest);

export const unknownToken = (): Answer =>
  refusal(
    401,
    'INVALID_AUTHENTICATION',
    'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview',
  );

export const wornToken = (secondsAgo: number): Answer =>
  refusal(
    401,
    'EXPIRED_AUTHENTICATION',
    `The OAuth token used to make this call expired ${secondsAgo} second(s) ago.`,
  );

/** Of the scopes it names, one is enough. */
export const missingScopes = (scopes: readonly string[]): Answer =>
  refusal(
    403,
    'MISSING_SCOPES',
    "This app hasn't been granted all required scopes to make this call. Read more about required scopes here: https://developers.hubspot.com/scopes.",
    {
      errors: [
        {
          message: 'One or more of the following scopes are required.',
          context: { requiredGranularScopes: scopes },
        },
      ],
      links: { scopes: 'https://developers.hubspot.com/scopes' },
    },
  );

export const contactExists = (id: string): Answer =>
  refusal(409, 'CONFLICT', `Contact already exists. Existing ID: ${id}`);

export const propertyExists = (name: string): Answer =>
  refusal(409, 'OBJECT_ALREADY_EXISTS', `A property named '${name}' already exists.`, {
    subCategory: 'Properties.PROPERTY_EXISTS',
  });

export const requiredMissing = (object: string, names: readonly string[]): Answer =>
  badRequest(`Error creating ${object}. Some required properties were not set.`, {
    context: { properties: names },
  });

export type Policy = 'SECONDLY' | 'TEN_SECONDLY_ROLLING' | 'DAILY';

export const tooMany = (policy: Policy, waitMs: number): Answer => ({
  status: 429,
  headers: { 'retry-after': String(Math.ceil(waitMs / 1_000)) },
  body: {
    status: 'error',
    message: `You have reached your ${policy.toLowerCase()} limit.`,
    errorType: 'RATE_LIMIT',
    correlationId: randomUUID(),
    policyName: policy,
  },
});

/** What is wrong with a value: its error, and how that is worded. */
export type Fault = { name: string; error: string; message: string };

/** The same faults stand twice in the answer: quoted in the message, and in a list. */
export function invalidValues(faults: readonly Fault[], portalId: number): Answer {
  const quoted = faults.map(({ name, error, message }) => ({
    ...{ isValid: false, message, error, name },
    ...{ localizedErrorMessage: message, portalId },
  }));
  return badRequest(`Property values were not valid: ${JSON.stringify(quoted)}`, {
    errors: faults.map(({ name, error, message }) => ({
      ...{ message, code: error },
      context: { propertyName: [name] },
    })),
  });
}
