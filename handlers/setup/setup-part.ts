import type { AllMiddlewareArgs, ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Line } from '#blocks/lines.ts';
import type { Said } from '#blocks/setup/screen.ts';
import type { Person } from '#domain/settings.ts';
import type { Core } from '#src/core/core.ts';

/** Who is at which screen of `/handoff setup`. They were let in for this very press. */
export type Visit = {
  core: Core;
  client: AllMiddlewareArgs['client'];
  slackUserId: string;
  /** Null for an admin of the workspace who is not in the team. */
  person: Person | null;
  /** Says what takes so long, in place of the screen. */
  progress: (line: Line) => Promise<void>;
};

/** The next screen, or what is wrong in this one, at the field it belongs to. */
export type Answer = { view: ModalView } | { errors: Record<string, string> };

type Show = (visit: Visit, about: string, said: Said) => Promise<ModalView>;

/** One part of setting up: its screens by name, what its buttons do, and its forms by callback id. */
export type SetupPart = {
  screens: Record<string, Show>;
  deeds: Record<string, (visit: Visit, about: string) => Promise<ModalView>>;
  forms: Record<string, (visit: Visit, view: ViewOutput) => Promise<Answer>>;
};

/** What was put into a field. */
export const fieldOf = (view: ViewOutput, field: string) => view.state.values[field]?.[field];

export const chosenIn = (view: ViewOutput, field: string): string =>
  fieldOf(view, field)?.selected_option?.value ?? '';

export const writtenIn = (view: ViewOutput, field: string): string =>
  (fieldOf(view, field)?.value ?? '').trim();

export const conversationIn = (view: ViewOutput, field: string): string | null =>
  fieldOf(view, field)?.selected_conversation ?? null;

export const optionsIn = (view: ViewOutput, field: string): string[] =>
  (fieldOf(view, field)?.selected_options ?? []).map(({ value }) => value);
