import type { KnownBlock, RichTextElement } from '@slack/types';

/** What a person reads: lines as a client shows them, with dates as their fallback and links as [label](address). */
export function seen(blocks: readonly { type: string }[]): string[] {
  // Views are typed as any block; ours are all known ones.
  return (blocks as KnownBlock[]).flatMap(seenBlock);
}

function seenBlock(block: KnownBlock): string[] {
  switch (block.type) {
    case 'rich_text':
      return block.elements
        .flatMap((part) => (part.type === 'rich_text_section' ? part.elements : []))
        .map(seenElement)
        .join('')
        .split('\n');
    case 'section':
      return [block.text?.text ?? ''];
    case 'header':
      return [`# ${block.text.text}`];
    case 'context':
      return block.elements.map((element) => ('text' in element ? element.text : ''));
    case 'actions':
      return [block.elements.map(seenControl).join(' ')];
    case 'input':
      return [
        `${block.label.text}${block.optional ? ' (optional)' : ''}`,
        ...('option_groups' in block.element
          ? (block.element.option_groups ?? []).flatMap((group) => [
              `  ${group.label.text}`,
              ...group.options.map(seenOption),
            ])
          : []),
        ...('options' in block.element ? (block.element.options ?? []).map(seenOption) : []),
      ];
    default:
      return [`(${block.type})`];
  }
}

function seenElement(element: RichTextElement): string {
  switch (element.type) {
    case 'text':
      return element.text;
    case 'date':
      return element.fallback ?? '';
    case 'link':
      return `[${element.text}](${element.url})`;
    case 'user':
      return `@${element.user_id}`;
    case 'channel':
      return `#${element.channel_id}`;
    default:
      return `(${element.type})`;
  }
}

function seenControl(control: Extract<KnownBlock, { type: 'actions' }>['elements'][number]): string {
  if (control.type === 'button')
    return control.style === 'primary' ? `[[${control.text.text}]]` : `[${control.text.text}]`;
  if (control.type === 'overflow')
    return `[… ${control.options.map((option) => option.text.text).join(' | ')}]`;
  if (control.type === 'static_select') {
    return `[${control.placeholder?.text} v ${(control.options ?? []).map((option) => option.text.text).join(' | ')}]`;
  }
  return `(${control.type})`;
}

type Described = { text: { text: string }; description?: { text: string } };
const seenOption = (option: Described): string =>
  `  - ${option.text.text}${option.description ? `: ${option.description.text}` : ''}`;
