import { formatShared } from '#blocks/ids.ts';
import { type Report, sharable } from '#blocks/report.ts';
import type { Asked, Reply, Subcommand } from '../subcommands.ts';

/** Who reads an answer: whoever asked for it, or everybody in a channel, where people have no names. */
export type Readers = 'asker' | 'channel';

/** A subcommand that answers with figures: they can be shared, and what they mean is one press away. */
export type ReportCommand = Omit<Subcommand, 'run'> & {
  report: (asked: Asked, readers: Readers) => Promise<{ report: Report } | Reply>;
};

/** The command as `/funnel` runs it. */
export function answering({ report, ...entry }: ReportCommand): Subcommand {
  return {
    ...entry,
    run: async (asked) => {
      const answer = await report(asked, 'asker');
      if (!('report' in answer)) return answer;
      const request = formatShared({ report: entry.name, words: asked.words });
      return { message: sharable(answer.report, request) };
    },
  };
}
