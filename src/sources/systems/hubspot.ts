import type { Adapter } from '../adapter.ts';
import { at } from '../pick.ts';
import { workflowContact } from './hubspot-workflow.ts';

/** https://developers.hubspot.com/docs/guides/api/app-management/webhooks */
export const hubspot: Adapter = {
  proof: ({ older_signatures }) => ({ type: 'hubspot', older: older_signatures }),
  read: (body, reading) => {
    if (at(body, 'vid') === undefined) return [{ item: body, problem: 'expected a contact of a workflow' }];
    return [workflowContact(body, reading)];
  },
};
