import type { Context } from '../context.ts';
import { type Json, records, textOf } from '../json.ts';
import { see } from '../seen-message.ts';
import { slackFile } from '../slack-message.ts';
import { failure, isFailure, type Methods, needs } from './method.ts';
import { readablePlace } from './places.ts';

export const files: Methods = {
  'files.getUploadURLExternal': { tier: 'tier4', token: 'bot', scopes: needs('files:write'), run: announce },
  'files.completeUploadExternal': {
    tier: 'tier4',
    token: 'bot',
    scopes: needs('files:write'),
    run: complete,
  },
};

function announce(context: Context, args: Json): Json {
  const length = Number(args.length);
  if (!args.filename || !(length > 0)) return failure('invalid_arguments');
  const id = context.uploads.announce(String(args.filename), length);
  return { ok: true, upload_url: `${context.baseUrl()}/upload/v1/${id}`, file_id: id };
}

/** Shares the files in one message. Unlike a post, this does not take a person's id for a conversation. */
function complete(context: Context, args: Json): Json {
  const wanted = records(args.files);
  if (wanted.length === 0) return failure('invalid_arguments');
  const found = wanted.flatMap((one) => {
    const file = context.uploads.find(String(one.id));
    return file ? [{ ...file, title: textOf(one.title) || file.name }] : [];
  });
  if (found.length < wanted.length) return failure('file_not_found');
  if (args.channel_id !== undefined) {
    const place = readablePlace(context, args.channel_id);
    if (isFailure(place)) return place;
    if (place.isArchived) return failure('is_archived');
    const message = context.messages.add({
      channel: place.id,
      threadTs: args.thread_ts === undefined ? undefined : String(args.thread_ts),
      user: context.workspace.app.botUserId,
      text: textOf(args.initial_comment),
      blocks: [],
      attachments: [],
      files: found,
      isBroadcast: false,
      linksNames: false,
    });
    context.narration.tell({ type: 'message_posted', message: see(message, context, undefined) });
  }
  return { ok: true, files: found.map(slackFile) };
}
