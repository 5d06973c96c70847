import type { Adapter } from '../adapter.ts';
import { at } from '../pick.ts';
import { HUBSPOT_API } from './hubspot-api.ts';
import { appEvents } from './hubspot-app.ts';
import { workflowContact } from './hubspot-workflow.ts';

/** https://developers.hubspot.com/docs/guides/api/app-management/webhooks */
export const hubspot: Adapter = {
  proof: ({ older_signatures }) => ({ type: 'hubspot', older: older_signatures }),
  api: HUBSPOT_API,
  read: (body, reading) => {
    if (Array.isArray(body)) return appEvents(body, reading);
    if (at(body, 'vid') !== undefined) return [workflowContact(body, reading)];
    return [{ item: body, problem: 'expected events of an app, or a contact of a workflow' }];
  },
};
