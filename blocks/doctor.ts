import { bySeverity, type Finding, SEVERITIES, type Severity } from '#domain/doctor/findings.ts';
import { count } from './labels.ts';
import { shown } from './limits.ts';
import { bold, boldStranger, drawLong, type Line, type Message, say, stranger } from './lines.ts';

const HEADINGS: Record<Severity, string> = {
  broken: 'Broken: leads are lost or delayed',
  risk: 'Risks: leads may go wrong',
  note: 'Notes: worth knowing',
};
/** Of each kind; the rest is counted. */
const MOST = 12;

/** The answer to `/handoff doctor`: what a lead would run into, the worst first, with what to do about it. */
export function doctor(findings: readonly Finding[], version: string): Message {
  const lines =
    findings.length === 0
      ? [
          [
            'All is well: every rule can be reached, and somebody is there for every lead. Settings version ',
            stranger(version, shown.name),
            '.',
          ],
        ]
      : [
          ['What a lead would run into with settings version ', stranger(version, shown.name), ':'],
          ...SEVERITIES.flatMap((severity) => ofSeverity(findings.toSorted(bySeverity), severity)),
        ];
  return { text: say(lines), blocks: drawLong('doctor', lines) };
}

function ofSeverity(findings: readonly Finding[], severity: Severity): Line[] {
  const these = findings.filter((finding) => finding.severity === severity);
  const rest = these.length - MOST;
  if (these.length === 0) return [];
  return [
    [bold(`${HEADINGS[severity]} (${these.length})`)],
    ...these.slice(0, MOST).flatMap(findingLines),
    ...(rest > 0 ? [[`… and ${count(rest, 'more', 'more')}. All of them: npm run handoff -- doctor`]] : []),
  ];
}

const findingLines = ({ where, what, advice }: Finding): Line[] => [
  ['• ', boldStranger(where, shown.words), ': ', stranger(what, shown.paragraph)],
  ['   ', stranger(advice, shown.sentence)],
];
