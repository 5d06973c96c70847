import { isJson, type Json, records, textOf } from '../../slack/json.ts';
import { drawChart } from './chart.ts';
import { drawDataTable } from './data-table.ts';
import { freshId, h } from './dom.ts';
import { drawLink, drawMrkdwn, drawText, plainOf } from './draw-text.ts';
import { drawElement, drawImage } from './elements.ts';
import { leaf, type Part } from './keep.ts';
import { type BlockKind, isBlockKind } from './kinds.ts';
import { drawRichText } from './rich-text.ts';
import type { Surface } from './surface.ts';
import { drawTable } from './table.ts';

type DrawBlock = (block: Json, surface: Surface) => HTMLElement;

const DRAW: Record<BlockKind, DrawBlock> = {
  actions: (block, surface) => h('div', { class: 'block controls' }, ...drawEach(block, surface)),
  alert: (block, surface) =>
    h(
      'div',
      { class: `block alert ${textOf(block.level)}`, role: 'note' },
      ...drawText(block.text, surface.reading()),
    ),
  card: drawCard,
  carousel: (block, surface) =>
    h(
      'div',
      { class: 'block carousel', tabindex: 0, role: 'region', 'aria-label': 'Cards' },
      ...records(block.elements).map((one) => drawCard(one, surface)),
    ),
  container: drawContainer,
  context: (block, surface) =>
    h('div', { class: 'block context' }, ...records(block.elements).map((one) => drawAside(one, surface))),
  context_actions: (block, surface) => h('div', { class: 'block controls' }, ...drawEach(block, surface)),
  data_table: drawDataTable,
  data_visualization: drawChart,
  divider: () => h('hr', { class: 'block' }),
  header: (block) => h('h3', { class: 'block header' }, plainOf(block.text)),
  image: (block) =>
    h(
      'figure',
      { class: 'block' },
      block.title ? h('figcaption', {}, plainOf(block.title)) : null,
      drawImage(block),
    ),
  input: drawInput,
  markdown: (block) => h('div', { class: 'block markdown' }, textOf(block.text)),
  rich_text: (block, surface) =>
    h('div', { class: 'block rich' }, ...drawRichText(records(block.elements), surface.reading())),
  section: drawSection,
  table: drawTable,
  video: (block) =>
    h(
      'figure',
      { class: 'block' },
      h('figcaption', {}, drawLink(textOf(block.title_url) || textOf(block.video_url), plainOf(block.title))),
      drawImage({ alt_text: block.alt_text, image_url: block.thumbnail_url }),
      h('p', { class: 'hint' }, plainOf(block.description)),
    ),
};

/**
 * The blocks of a message or view, each redrawn only when it or its error changed. What stands in a control changes
 * by the hand of whoever looks at it, so that alone is no reason.
 */
export function partsOf(blocks: Json[], surface: Surface): Part[] {
  return blocks.map((block, index) => {
    const blockId = textOf(block.block_id) || `block-${index}`;
    const sign = [block, surface.errorOf(blockId)];
    return leaf(blockId, sign, () => drawBlock(block, surface));
  });
}

export function drawBlock(block: Json, surface: Surface): HTMLElement {
  if (isBlockKind(block.type)) return DRAW[block.type](block, surface);
  return h('p', { class: 'block hint' }, `(${textOf(block.type)})`);
}

const drawEach = (block: Json, surface: Surface): HTMLElement[] =>
  records(block.elements).map((element) => drawElement(surface, block, element));

function drawAside(element: Json, surface: Surface): HTMLElement {
  if (element.type === 'image') return drawImage(element);
  return h('span', {}, ...drawText(element, surface.reading()));
}

function drawSection(block: Json, surface: Surface): HTMLElement {
  const reading = surface.reading();
  const id = freshId();
  const text = block.text ? h('div', { id, class: 'text' }, ...drawText(block.text, reading)) : null;
  const fields = records(block.fields).map((field) =>
    h('div', { class: 'text' }, ...drawText(field, reading)),
  );
  // What stands beside a menu says what it is about; a button has words of its own.
  const { accessory } = block;
  const isNamedBeside = isJson(accessory) && text !== null && !NAMED_ALONE.includes(textOf(accessory.type));
  const aria: Record<string, string> = isNamedBeside ? { 'aria-labelledby': id } : {};
  return h(
    'div',
    { class: 'block section' },
    h(
      'div',
      { class: 'section-words' },
      text,
      fields.length > 0 ? h('div', { class: 'fields' }, ...fields) : null,
    ),
    isJson(accessory) ? h('div', { class: 'accessory' }, drawElement(surface, block, accessory, aria)) : null,
  );
}

const NAMED_ALONE = ['button', 'image', 'overflow'];
const GROUPS = ['radio_buttons', 'checkboxes'];

function drawInput(block: Json, surface: Surface): HTMLElement {
  const label = freshId();
  const hint = freshId();
  const error = freshId();
  const problem = surface.errorOf(textOf(block.block_id));
  const described = [block.hint ? hint : null, problem ? error : null].filter((id) => id !== null);
  const element = isJson(block.element) ? block.element : {};
  const control = drawElement(surface, block, element, {
    'aria-labelledby': label,
    'aria-describedby': described.join(' ') || null,
    'aria-invalid': problem ? 'true' : null,
    'aria-required': block.optional === true || element.type === 'checkboxes' ? null : 'true',
  });
  const optional = block.optional === true ? h('span', { class: 'hint' }, ' (optional)') : null;
  const words = h('span', { id: label, class: 'label' }, plainOf(block.label), optional);
  return h(
    'div',
    { class: problem ? 'block field invalid' : 'block field' },
    GROUPS.includes(textOf(element.type)) ? words : labelFor(words, control),
    control,
    problem ? h('p', { id: error, class: 'error' }, problem) : null,
    block.hint ? h('p', { id: hint, class: 'hint' }, plainOf(block.hint)) : null,
  );
}

/** Pressing the words brings the keyboard to the control, as a `label` does. */
function labelFor(words: HTMLElement, control: HTMLElement): HTMLElement {
  words.addEventListener('click', () => {
    const target = control.matches('[data-control]') ? control : control.querySelector('[data-control]');
    if (target instanceof HTMLElement) target.focus();
  });
  return words;
}

function drawCard(block: Json, surface: Surface): HTMLElement {
  const reading = surface.reading();
  const lines = (['title', 'subtitle', 'body'] as const)
    .filter((name) => isJson(block[name]))
    .map((name) => h('div', { class: `card-${name}` }, ...drawText(block[name], reading)));
  const images = [block.hero_image, block.icon].filter(isJson).map(drawImage);
  const buttons = records(block.actions).map((one) => drawElement(surface, block, one));
  return h('div', { class: 'block card' }, ...images, ...lines, h('div', { class: 'controls' }, ...buttons));
}

function drawContainer(block: Json, surface: Surface): HTMLElement {
  const reading = surface.reading();
  const rich = isJson(block.rich_text_title) ? records(block.rich_text_title.elements) : [];
  const title = block.title ? [h('strong', {}, plainOf(block.title))] : drawRichText(rich, reading);
  const subtitle = block.subtitle ? [h('span', { class: 'hint' }, ...drawText(block.subtitle, reading))] : [];
  const inner = records(block.child_blocks).map((one) => drawBlock(one, surface));
  if (block.is_collapsible !== true)
    return h('div', { class: 'block card' }, ...title, ...subtitle, ...inner);
  const isOpen = block.default_collapsed !== true;
  const summary = h('summary', {}, ...title, ...subtitle);
  return h('details', { class: 'block card', open: isOpen }, summary, ...inner);
}

/** A message without blocks: its text alone. */
export const drawPlainMessage = (text: string, surface: Surface): HTMLElement =>
  h('div', { class: 'block text' }, ...drawMrkdwn(text, surface.reading()));
