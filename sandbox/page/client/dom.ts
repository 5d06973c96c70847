type Child = Node | string | null;
type Attributes = Record<string, string | number | boolean | null>;

/** An element. True stands for an attribute without a value; false and null leave the attribute out. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  element.append(...children.filter((child) => child !== null));
  return element;
}

export function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null) element.removeAttribute(name);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
}

/** A button that does something; `kind` is its look. */
export function action(
  kind: string,
  label: string,
  act: (button: HTMLButtonElement) => void,
  attributes: Attributes = {},
): HTMLButtonElement {
  const button = h('button', { type: 'button', class: kind, ...attributes }, label);
  button.addEventListener('click', () => act(button));
  return button;
}

/** Words for those who hear the page. */
export const spoken = (text: string): HTMLElement => h('span', { class: 'spoken' }, text);

/** Shows at once that a press arrived, and takes no second one until the work is done. */
export async function busyWhile<T>(control: HTMLElement, work: () => Promise<T>): Promise<T | undefined> {
  if (control.getAttribute('aria-busy') === 'true') return undefined;
  control.setAttribute('aria-busy', 'true');
  try {
    return await work();
  } finally {
    control.removeAttribute('aria-busy');
  }
}

/** The element of index.html with this id. */
export function part(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html has no element "${id}"`);
  return found;
}

let lastId = 0;

/** An id for labels and descriptions to point to. */
export function freshId(): string {
  lastId += 1;
  return `part-${lastId}`;
}
