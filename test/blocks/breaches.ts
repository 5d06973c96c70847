/** A walk through whatever we would send, that reports every limit of Slack's it breaks. */

type Node = Record<string, unknown>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

// By type of the object, then by property: the most characters, or the most elements. Numbers from docs.slack.dev.
const MOST: Record<string, Record<string, number>> = {
  '*': { block_id: 255, action_id: 255, private_metadata: 3000, callback_id: 255, alt_text: 2000 },
  context: { elements: 10 },
  actions: { elements: 25 },
  button: { text: 75, value: 2000, accessibility_label: 75, url: 3000 },
  static_select: { placeholder: 150, options: 100, option_groups: 100 },
  overflow: { options: 5 },
  radio_buttons: { options: 10 },
  section: { text: 3000, fields: 10 },
  input: { label: 2000, hint: 2000 },
  modal: { title: 24, submit: 24, close: 24, blocks: 100 },
  home: { blocks: 100 },
  header: { text: 150 },
  option: { text: 75, value: 75, description: 75 },
  data_visualization: { title: 50 },
  data_table: { rows: 101 },
  option_group: { label: 75, options: 100 },
};

export function breaches(payload: unknown): string[] {
  const found: string[] = [];
  walk(payload, 'payload', found);
  return found;
}

function walk(value: unknown, path: string, found: string[]): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) walk(item, `${path}[${index}]`, found);
    return;
  }
  if (!isNode(value)) return;
  const type = kindOf(value, path);
  for (const [key, most] of Object.entries({ ...MOST['*'], ...MOST[type] })) {
    const size = sizeOf(value[key]);
    if (size > most) found.push(`${path}.${key}: ${size}, at most ${most}`);
  }
  found.push(...ownRules(value, type, path));
  for (const [key, child] of Object.entries(value)) walk(child, `${path}.${key}`, found);
}

function kindOf(node: Node, path: string): string {
  if (typeof node.type === 'string') return node.type;
  if (/\.options\[\d+\]$/.test(path)) return 'option';
  if (/\.option_groups\[\d+\]$/.test(path)) return 'option_group';
  return 'message';
}

function sizeOf(value: unknown): number {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return isNode(value) && typeof value.text === 'string' ? value.text.length : 0;
}

function ownRules(node: Node, type: string, path: string): string[] {
  const found: string[] = [];
  if (typeof node.text === 'string' && node.text.length === 0) found.push(`${path}.text is empty`);
  if (type === 'message' && typeof node.text === 'string' && node.text.length > 4000)
    found.push(`${path}.text: ${node.text.length}`);
  if (type === 'message' && sizeOf(node.blocks) > 50) found.push(`${path}.blocks: ${sizeOf(node.blocks)}`);
  if (type === 'rich_text' && richLength(node) > 3000)
    found.push(`${path}: rich text of ${richLength(node)}`);
  for (const list of ['elements', 'options', 'option_groups', 'blocks']) {
    if (Array.isArray(node[list]) && node[list].length === 0) found.push(`${path}.${list} is empty`);
  }
  found.push(...repeated(node.blocks, 'block_id', path));
  if (type === 'actions') found.push(...repeated(node.elements, 'action_id', path));
  const hasInput =
    Array.isArray(node.blocks) && node.blocks.some((block) => isNode(block) && block.type === 'input');
  if (type === 'modal' && hasInput && !node.submit) found.push(`${path}: inputs without submit`);
  return found;
}

function repeated(list: unknown, key: string, path: string): string[] {
  if (!Array.isArray(list)) return [];
  const ids = list.map((item) => (isNode(item) ? item[key] : undefined)).filter((id) => id !== undefined);
  return new Set(ids).size === ids.length ? [] : [`${path}: ${key} repeated`];
}

function richLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + richLength(item), 0);
  if (!isNode(value)) return 0;
  return sizeOf(value.text) + richLength(value.elements);
}

/** Every string Slack would parse as mrkdwn: a message's `text`, and text objects of that type. */
export function parsedTexts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(parsedTexts);
  if (!isNode(value)) return [];
  const own =
    typeof value.text === 'string' && (value.type === 'mrkdwn' || value.type === undefined)
      ? [value.text]
      : [];
  return [...own, ...Object.values(value).flatMap(parsedTexts)];
}

/** Every string in it, parsed or not. */
export function allTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return isNode(value) ? Object.values(value).flatMap(allTexts) : [];
}
